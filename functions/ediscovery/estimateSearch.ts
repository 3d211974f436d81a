import { operation } from '../runtime/operation.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase, exampleIds } from './exampleCase.ts';
import { caseIdParameter, searchIdParameter } from './idParameters.ts';
import { startedSchema } from './startedOperation.ts';

export const estimateSearch = operation({
  operationId: 'EstimateSearch',
  method: 'POST',
  path: '/ediscovery/cases/{caseId}/searches/{searchId}/estimate',
  summary: 'Estimate eDiscovery search',
  description:
    'Starts to count what an eDiscovery search would find. Ask Get eDiscovery operation for the outcome, about once a minute.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.ReadWrite.All'], application: ['eDiscovery.ReadWrite.All'] },
  parameters: { caseId: caseIdParameter, searchId: searchIdParameter },
  responses: { 200: { description: 'The estimate was started.', schema: startedSchema } },
  example: {
    parameters: { caseId: exampleCase.caseId, searchId: exampleIds.searchId },
    reply: { status: 200, body: { caseId: exampleCase.caseId, operationId: exampleIds.operationId } },
  },
  handler: async (
    { ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor },
    { parameters: { caseId, searchId }, caller },
  ) => ({
    status: 200,
    body: await ediscoveryFor(caller).estimate(caseId, searchId),
  }),
});
