import { createHash } from 'node:crypto';
import type { Before, ChangeLog } from '../changes/changeLog.ts';
import { cursorParameter, loggedProperties, pollReply, pollResponses } from '../changes/pollReply.ts';
import { viewOf } from '../changes/viewOf.ts';
import { operation } from '../runtime/operation.ts';
import { schema } from '../runtime/schema.ts';
import { caseStatuses } from './caseEnums.ts';
import { caseSchema, type EdiscoveryCase } from './ediscoveryCase.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase } from './exampleCase.ts';

interface Dependencies {
  readonly changeLog: ChangeLog;
  readonly ediscoveryFor: EdiscoveryFor;
  readonly publicBaseUrl: string;
}

/** What is remembered of a case. */
interface CaseState {
  readonly version: string;
  readonly status: EdiscoveryCase['status'];
}

/** What happened to a case between two looks at it. */
export interface CaseChange {
  readonly change: 'created' | 'updated' | 'statusChanged';
  readonly previousStatus?: EdiscoveryCase['status'];
  readonly case: EdiscoveryCase;
}

const path = '/polling/ediscoveryCases';
const mostChanges = 100;
// Five calls a minute are for all flows: those of one person share a look at the list.
const rereadAfterMs = 60_000;

const item = schema({
  type: 'object',
  title: 'EdiscoveryCaseChange',
  properties: {
    ...loggedProperties,
    change: {
      type: 'string',
      enum: ['created', 'updated', 'statusChanged'],
      'x-ms-summary': 'Change',
      description: 'Whether the case is new, has another status, or has changed otherwise.',
    },
    previousStatus: {
      type: 'string',
      enum: caseStatuses,
      'x-ms-summary': 'Previous Status',
      description: 'The status before, when it has changed.',
    },
    case: caseSchema,
  },
  required: ['cursor', 'recordedAt', 'change', 'case'],
});

export const pollEdiscoveryCases = operation({
  operationId: 'PollEdiscoveryCases',
  method: 'GET',
  path,
  summary: 'When an eDiscovery case changes',
  description:
    'This operation triggers when an eDiscovery case that you may see is created, closed, reopened or changed. A new flow begins with the changes of the last 24 hours. Several changes between two checks come as one.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.Read.All'], application: ['eDiscovery.Read.All'] },
  trigger: { mode: 'polling', hint: 'To see it work now, change the description of an eDiscovery case.' },
  parameters: {
    cursor: cursorParameter,
    status: {
      in: 'query',
      type: 'string',
      enum: caseStatuses,
      'x-ms-summary': 'Case Status',
      description: 'Only changes after which the case has this status.',
    },
    statusChangesOnly: {
      in: 'query',
      type: 'boolean',
      default: false,
      'x-ms-summary': 'Status Changes Only',
      description: 'Whether to leave out changes that are neither a new case nor a new status.',
    },
  },
  responses: pollResponses(item, 'The changes since the check before.'),
  example: {
    parameters: { status: 'active' },
    reply: {
      status: 200,
      headers: { Location: `https://purview-response.example.com/api${path}?cursor=3f9a1c20.7` },
      body: {
        value: [{ cursor: '3f9a1c20.7', recordedAt: '2026-11-26T08:05:00.000Z', change: 'created', case: exampleCase }],
      },
    },
  },
  handler: async (
    { changeLog, ediscoveryFor, publicBaseUrl }: Dependencies,
    { parameters: { cursor: from, ...filters }, caller },
  ) => {
    const { status, statusChangesOnly } = filters;
    const watch = {
      view: viewOf('eDiscovery cases', caller),
      rereadAfterMs,
      read: () => ediscoveryFor(caller).all(),
      idOf: ({ caseId }: EdiscoveryCase) => caseId,
      look: lookAtCase,
    };
    const { changes, cursor } = await changeLog.poll(watch, {
      ...(from !== undefined && { cursor: from }),
      most: mostChanges,
      fits: ({ change, case: found }) =>
        (status === undefined || found.status === status) && !(statusChangesOnly && change === 'updated'),
    });
    const items = changes.map(({ change, ...logged }) => ({ ...logged, ...change }));
    return pollReply({ publicBaseUrl, path, filters, cursor, items });
  },
});

/** Compares a case with what is remembered of it. */
function lookAtCase(
  found: EdiscoveryCase,
  before: Before<CaseState>,
): { readonly state: CaseState; readonly change?: CaseChange } {
  const version = createHash('sha256').update(JSON.stringify(found)).digest('base64url').slice(0, 22);
  const { status, createdAt, updatedAt } = found;
  const state = { version, status };
  if ('since' in before) {
    const isSince = (time: string | undefined) => time !== undefined && new Date(time) >= before.since;
    if (before.since.getTime() === 0 || isSince(createdAt))
      return { state, change: { change: 'created', case: found } };
    return isSince(updatedAt) ? { state, change: { change: 'updated', case: found } } : { state };
  }
  const { version: known, status: previousStatus } = before.state;
  if (known === version) return { state };
  if (status === previousStatus) return { state, change: { change: 'updated', case: found } };
  return { state, change: { change: 'statusChanged', previousStatus, case: found } };
}
