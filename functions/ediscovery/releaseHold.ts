import { approvalSchema } from '../approvals/approval.ts';
import type { Approvals } from '../approvals/approvals.ts';
import { inSteps, stepProperties } from '../approvals/inSteps.ts';
import { operation } from '../runtime/operation.ts';
import { custodianIdsProperty } from './custodianIdsProperty.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase, exampleIds } from './exampleCase.ts';
import { caseIdParameter } from './idParameters.ts';

interface Dependencies {
  readonly approvals: Approvals;
  readonly ediscoveryFor: EdiscoveryFor;
}

const action = 'ReleaseHold';
const reason = 'The matter is settled.';

export const releaseHold = operation({
  operationId: action,
  method: 'POST',
  path: '/ediscovery/cases/{caseId}/releaseHold',
  summary: 'Release eDiscovery hold',
  description:
    'Takes the data of custodians of an eDiscovery case off hold, so that it may be deleted. Two people decide on it: one asks with step request and carries it out with step carryOut; in between, another who is a Purview.Administrator approves the same input with step approve, within 24 hours of asking.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Remediator', callers: 'people' },
  graph: { delegated: ['eDiscovery.ReadWrite.All'] },
  parameters: { caseId: caseIdParameter },
  body: {
    type: 'object',
    properties: { custodianIds: custodianIdsProperty, ...stepProperties },
    required: ['custodianIds'],
  },
  responses: {
    200: {
      description: 'How far it has come.',
      schema: {
        type: 'object',
        properties: {
          caseId: { type: 'string', 'x-ms-summary': 'Case Id', description: 'The case.' },
          approval: approvalSchema,
          operationId: {
            type: 'string',
            'x-ms-summary': 'Operation Id',
            description:
              'After step carryOut: what to ask Get eDiscovery operation for; left out where the service named none.',
          },
        },
        required: ['caseId', 'approval'],
      },
    },
  },
  example: {
    parameters: { caseId: exampleCase.caseId },
    body: { custodianIds: [exampleIds.custodianId], step: 'request', reason },
    reply: {
      status: 200,
      body: {
        caseId: exampleCase.caseId,
        approval: {
          approvalId: 'q0Yx3mWb1Fh8cT2LrK7vNA',
          state: 'pending',
          action,
          subject: `Case ${exampleCase.caseId}, custodians ${exampleIds.custodianId}`,
          reason,
          requestedBy: { objectId: '6fced11d-2bd8-41e6-847a-8387cdde8d51', name: 'Joni Sherman' },
          requestedAt: '2026-11-26T08:00:00.000Z',
          expiresAt: '2026-11-27T08:00:00.000Z',
        },
      },
    },
  },
  handler: async (
    { approvals, ediscoveryFor }: Dependencies,
    { parameters: { caseId }, body: { custodianIds, ...input }, caller, log },
  ) => {
    // The same custodians in another order, or named twice, are the same subject.
    const ids = [...new Set(custodianIds)].sort();
    const { approval, outcome } = await inSteps(
      { approvals, caller, log },
      {
        input,
        target: { action, subject: `Case ${caseId}, custodians ${ids.join(' ')}` },
        carryOut: () => ediscoveryFor(caller).removeHold(caseId, ids),
      },
    );
    return { status: 200, body: { caseId, approval, ...outcome } };
  },
});
