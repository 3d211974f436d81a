import { operation } from '../runtime/operation.ts';
import { caseOperationSchema } from './caseOperation.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase, exampleIds } from './exampleCase.ts';
import { anyCaseIdParameter, operationIdParameter } from './idParameters.ts';

export const getCaseOperation = operation({
  operationId: 'GetCaseOperation',
  method: 'GET',
  path: '/ediscovery/cases/{caseId}/operations/{caseOperationId}',
  summary: 'Get eDiscovery operation',
  description:
    'Gets how far an estimate, a hold or another operation of an eDiscovery case has come, and what came of it. Ask about once a minute: all flows together may call eDiscovery five times in that time.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.ReadWrite.All'], application: ['eDiscovery.ReadWrite.All'] },
  parameters: { caseId: anyCaseIdParameter, caseOperationId: operationIdParameter },
  responses: { 200: { description: 'The operation.', schema: caseOperationSchema } },
  example: {
    parameters: { caseId: exampleCase.caseId, caseOperationId: exampleIds.operationId },
    reply: {
      status: 200,
      body: {
        operationId: exampleIds.operationId,
        action: 'estimateStatistics',
        status: 'succeeded',
        isEnded: true,
        percentProgress: 100,
        createdAt: '2026-11-26T08:00:00.000Z',
        completedAt: '2026-11-26T08:03:00.000Z',
        estimate: { indexedItemCount: 1284, indexedItemsSizeBytes: 734003200, mailboxCount: 3, siteCount: 2 },
      },
    },
  },
  handler: async (
    { ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor },
    { parameters: { caseId, caseOperationId }, caller },
  ) => ({
    status: 200,
    body: await ediscoveryFor(caller).operation(caseId, caseOperationId),
  }),
});
