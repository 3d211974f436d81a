import type { HeldPermissions } from '../integrations/entra/heldPermissions.ts';
import type { Caller } from '../runtime/caller.ts';
import { operation } from '../runtime/operation.ts';
import { invalid } from '../runtime/problem.ts';
import type { ApplicationPermissions, PermissionUsers } from './applicationPermissions.ts';
import { operationReadiness, requirementKinds, type SubjectReadiness, timerReadiness } from './readiness.ts';

interface Dependencies {
  readonly contents: PermissionUsers;
  /** What the tokens of the caller, or of the app itself, hold on a resource. */
  readonly heldBy: (identity: Caller | 'app') => (scope: string) => Promise<HeldPermissions>;
  readonly isSet: (setting: string) => boolean;
  readonly applicationPermissions: () => Promise<ApplicationPermissions>;
  /** Of settings that should be looked at again. */
  readonly settingWarnings: readonly string[];
}

const stateWords = 'Met: all that can be seen is in place. Missing: something is not. Check: something cannot be seen.';

export const getReadiness = operation({
  operationId: 'GetReadiness',
  method: 'GET',
  path: '/readiness',
  summary: 'Get readiness',
  description:
    'Tells for each action, trigger and background job what it needs for you to use it, what of that is missing, and how to get it: app roles, permissions, settings, licences, billing, roles and registrations. What cannot be seen from the back end is listed to be checked. Triggers stand on the background jobs, which come last.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {
    operationId: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Operation',
      description:
        'Only this action or trigger, by its operation id such as UpdateAlert, with the background jobs that a trigger stands on; or only this background job.',
      minLength: 1,
      maxLength: 100,
    },
    show: {
      in: 'query',
      type: 'string',
      enum: ['everything', 'missing'],
      'x-ms-summary': 'Show',
      description: 'Whether to list everything, or only that for which something is missing.',
      default: 'everything',
    },
  },
  responses: {
    200: {
      description: 'The readiness.',
      schema: {
        type: 'object',
        properties: {
          state: {
            type: 'string',
            enum: ['met', 'missing', 'check'],
            'x-ms-summary': 'Overall State',
            description: `The worst of all states. ${stateWords}`,
          },
          value: {
            type: 'array',
            'x-ms-summary': 'Readiness',
            description: 'The actions, triggers and background jobs.',
            items: {
              type: 'object',
              title: 'Readiness',
              properties: {
                name: {
                  type: 'string',
                  'x-ms-summary': 'Operation Id',
                  description: 'The operation id, or the name of the job.',
                },
                title: { type: 'string', 'x-ms-summary': 'Title', description: 'What the designer calls it.' },
                kind: {
                  type: 'string',
                  enum: ['action', 'trigger', 'timer'],
                  'x-ms-summary': 'Subject Kind',
                  description: 'What it is; a timer is a background job that feeds triggers.',
                },
                state: {
                  type: 'string',
                  enum: ['met', 'missing', 'check'],
                  'x-ms-summary': 'State',
                  description: stateWords,
                },
                requirements: {
                  type: 'array',
                  'x-ms-summary': 'Requirements',
                  description: 'What it needs.',
                  items: {
                    type: 'object',
                    title: 'RequirementState',
                    properties: {
                      kind: {
                        type: 'string',
                        enum: requirementKinds,
                        'x-ms-summary': 'Requirement Kind',
                        description:
                          'What kind of thing is needed; a role is one of Microsoft’s, an app role one of ours.',
                      },
                      name: { type: 'string', 'x-ms-summary': 'Requirement', description: 'What is needed.' },
                      state: {
                        type: 'string',
                        enum: ['met', 'missing', 'check'],
                        'x-ms-summary': 'Requirement State',
                        description: 'Whether it is there; check where that cannot be seen.',
                      },
                      howTo: { type: 'string', 'x-ms-summary': 'How To Get It', description: 'What to do to get it.' },
                    },
                    required: ['kind', 'name', 'state', 'howTo'],
                  },
                },
              },
              required: ['name', 'title', 'kind', 'state', 'requirements'],
            },
          },
          warnings: {
            type: 'array',
            'x-ms-summary': 'Warnings',
            description:
              'What should be looked at again: settings that open too much or say too little, and permissions that nothing needs.',
            items: { type: 'string' },
          },
        },
        required: ['state', 'value', 'warnings'],
      },
    },
  },
  example: {
    parameters: { show: 'everything' },
    reply: {
      status: 200,
      body: {
        state: 'missing',
        value: [
          {
            name: 'SetDlpPolicyMode',
            title: 'Set DLP policy mode',
            kind: 'action',
            state: 'missing',
            requirements: [
              {
                kind: 'setting',
                name: 'DLP_RUNBOOK_ID',
                state: 'missing',
                howTo: 'Deploy infra/dlpPolicyMode, and set DLP_RUNBOOK_ID to the resource id of the runbook.',
              },
            ],
          },
        ],
        warnings: ['The app holds Sites.Read.All, which nothing needs: take it away.'],
      },
    },
  },
  handler: async (dependencies: Dependencies, { parameters, caller }) => {
    const { contents, heldBy, isSet, applicationPermissions, settingWarnings } = dependencies;
    const known = { caller, delegated: once(heldBy(caller)), application: once(heldBy('app')), isSet };
    const { operationId: wanted, show } = parameters;
    const isWanted = (name: string) => wanted === undefined || name.toLowerCase() === wanted.toLowerCase();
    const operations = contents.operations.filter(
      ({ audience, operationId }) => audience === 'listed' && isWanted(operationId),
    );
    const sources = new Set(operations.flatMap(({ trigger }) => trigger?.sources ?? []));
    const timers = contents.timers.filter(
      ({ name, fills = [] }) => isWanted(name) || fills.some((source) => sources.has(source)),
    );
    const judged = await Promise.all<SubjectReadiness>([
      ...operations.map((each) => operationReadiness(each, known)),
      ...timers.map((each) => timerReadiness(each, known)),
    ]);
    if (judged.length === 0)
      throw invalid('query.operationId', 'is no action, trigger or background job; leave it out for all of them.');
    const { surplus } = await applicationPermissions();
    return {
      status: 200,
      body: {
        state: worstOf(judged),
        value: judged
          .filter(({ state }) => show === 'everything' || state === 'missing')
          .map(({ requirements, ...subject }) => ({ ...subject, requirements: [...requirements] })),
        warnings: [
          ...settingWarnings,
          ...surplus.map((name) => `The app holds ${name}, which nothing needs: take it away.`),
        ],
      },
    };
  },
});

/** Asks once for each scope, whoever asks how often. */
function once(ask: (scope: string) => Promise<HeldPermissions>): (scope: string) => Promise<HeldPermissions> {
  const asked = new Map<string, Promise<HeldPermissions>>();
  return (scope) => {
    const answer = asked.get(scope) ?? ask(scope);
    asked.set(scope, answer);
    return answer;
  };
}

const worstOf = (judged: readonly SubjectReadiness[]): SubjectReadiness['state'] =>
  (['missing', 'check'] as const).find((state) => judged.some((each) => each.state === state)) ?? 'met';
