import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { operation } from '../runtime/operation.ts';
import { type DlpPolicies, policyFilesPermission } from './dlpPoliciesOfGraph.ts';
import { policyFilesSetting } from './dlpRequirements.ts';
import type { PolicyBaselines } from './policyBaselines.ts';
import { findingKinds, policyFindings } from './policyDifferences.ts';

interface Dependencies {
  readonly dlpPolicies: DlpPolicies;
  readonly policyBaselines: PolicyBaselines;
  readonly now: () => Date;
}

// A comparison with another tenant's baseline would differ in everything.
const mostFindings = 1_000;

export const compareDlpPolicies = operation({
  operationId: 'CompareDlpPolicies',
  method: 'POST',
  path: '/dlpPolicies/comparisons',
  summary: 'Compare DLP policies',
  description:
    'Compares the DLP policies as they are now with a baseline that was saved before, and lists what differs: policies, modes, workloads and rules. It also names policies that were left in a test mode, and can save the present state as the baseline.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { application: [policyFilesPermission] },
  requires: [policyFilesSetting],
  parameters: {},
  body: {
    type: 'object',
    properties: {
      baseline: {
        type: 'string',
        'x-ms-summary': 'Baseline',
        description: 'The name of the baseline; capital and small letters are the same.',
        minLength: 1,
        maxLength: 100,
        default: 'default',
      },
      save: {
        type: 'string',
        enum: ['whenMissing', 'always', 'never'],
        'x-ms-summary': 'Save Baseline',
        description:
          'Whether the present state becomes the baseline once the comparison is made: when there is none yet, always, or never.',
        default: 'whenMissing',
      },
      testModeDays: {
        type: 'integer',
        format: 'int32',
        'x-ms-summary': 'Test Mode Days',
        description: 'After how many days in a test mode a policy is listed as left in it.',
        minimum: 0,
        maximum: 3_650,
        default: 30,
      },
    },
  },
  responses: {
    200: {
      description: 'What differs.',
      schema: {
        type: 'object',
        properties: {
          hasDifferences: {
            type: 'boolean',
            'x-ms-summary': 'Has Differences',
            description: 'Whether anything differs from the baseline; a policy left in test mode does not count.',
          },
          differenceCount: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Difference Count',
            description: 'How many differences there are.',
          },
          leftInTestModeCount: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Left In Test Mode Count',
            description: 'How many policies have been in a test mode for longer than allowed.',
          },
          policyCount: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Policy Count',
            description: 'How many policies there are now.',
          },
          baselineSavedAt: {
            type: 'string',
            format: 'date-time',
            'x-ms-summary': 'Baseline Saved At',
            description: 'When the baseline was saved that was compared with; left out when there was none.',
          },
          saved: {
            type: 'boolean',
            'x-ms-summary': 'Saved',
            description: 'Whether the present state is the baseline from now on.',
          },
          findings: {
            type: 'array',
            'x-ms-summary': 'Findings',
            description: `The differences, and the policies left in test mode; at most ${mostFindings}.`,
            items: {
              type: 'object',
              title: 'DlpPolicyFinding',
              properties: {
                kind: {
                  type: 'string',
                  enum: findingKinds,
                  'x-ms-summary': 'Kind',
                  description: 'What kind of difference it is.',
                },
                policyId: { type: 'string', 'x-ms-summary': 'Policy Id', description: 'The id of the policy.' },
                policyName: { type: 'string', 'x-ms-summary': 'Policy Name', description: 'The name of the policy.' },
                ruleId: {
                  type: 'string',
                  'x-ms-summary': 'Rule Id',
                  description: 'The id of the rule, where the finding is about one.',
                },
                ruleName: {
                  type: 'string',
                  'x-ms-summary': 'Rule Name',
                  description: 'The name of the rule, where the finding is about one.',
                },
                before: { type: 'string', 'x-ms-summary': 'Before', description: 'What the baseline says.' },
                after: { type: 'string', 'x-ms-summary': 'After', description: 'What is there now.' },
                days: {
                  type: 'integer',
                  format: 'int32',
                  'x-ms-summary': 'Days',
                  description:
                    'For how many days at least a policy has been in test mode: counted from its last change, or from its last change before the baseline when it was in the same mode then.',
                },
                summary: {
                  type: 'string',
                  'x-ms-summary': 'Finding Summary',
                  description: 'The finding as a sentence.',
                },
              },
              required: ['kind', 'policyId', 'policyName', 'summary'],
            },
          },
        },
        required: ['hasDifferences', 'differenceCount', 'leftInTestModeCount', 'policyCount', 'saved', 'findings'],
      },
    },
  },
  example: {
    body: { baseline: 'default', save: 'whenMissing', testModeDays: 30 },
    reply: {
      status: 200,
      body: {
        hasDifferences: true,
        differenceCount: 1,
        leftInTestModeCount: 0,
        policyCount: 4,
        baselineSavedAt: '2026-10-01T06:00:00.000Z',
        saved: false,
        findings: [
          {
            kind: 'modeChanged',
            policyId: '76428c7a-968a-49b8-851a-e08b37277581',
            policyName: 'Financial data',
            before: 'enable',
            after: 'testWithoutNotifications',
            summary: 'The mode of the policy "Financial data" changed from enable to testWithoutNotifications.',
          },
        ],
      },
    },
  },
  handler: async ({ dlpPolicies, policyBaselines, now }: Dependencies, { body }) => {
    const [current, baseline] = await Promise.all([dlpPolicies.all(), policyBaselines.read(body.baseline)]);
    const at = now();
    const findings = policyFindings(current, baseline, { days: body.testModeDays, now: at });
    const saved = body.save === 'always' || (body.save === 'whenMissing' && baseline === undefined);
    if (saved) await policyBaselines.save(body.baseline, { savedAt: at.toISOString(), policies: current });
    const leftInTestModeCount = findings.filter(({ kind }) => kind === 'leftInTestMode').length;
    const differenceCount = findings.length - leftInTestModeCount;
    return {
      status: 200,
      body: {
        hasDifferences: differenceCount > 0,
        differenceCount,
        leftInTestModeCount,
        policyCount: current.length,
        ...(baseline !== undefined && { baselineSavedAt: baseline.savedAt }),
        saved,
        findings: findings.slice(0, mostFindings).map(bounded),
      },
    };
  },
});

const bounded = <F extends { readonly summary: string; readonly before?: string; readonly after?: string }>(
  finding: F,
): F => ({
  ...finding,
  summary: boundedText(finding.summary),
  ...(finding.before !== undefined && { before: boundedText(finding.before) }),
  ...(finding.after !== undefined && { after: boundedText(finding.after) }),
});
