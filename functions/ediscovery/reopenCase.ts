import { operation } from '../runtime/operation.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase } from './exampleCase.ts';
import { anyCaseIdParameter } from './idParameters.ts';
import { startedSchema } from './startedOperation.ts';

export const reopenCase = operation({
  operationId: 'ReopenCase',
  method: 'POST',
  path: '/ediscovery/cases/{caseId}/reopen',
  summary: 'Reopen eDiscovery case',
  description:
    'Starts to reopen a closed eDiscovery case. Holds that were turned off when it was closed are not turned on again by that.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.ReadWrite.All'], application: ['eDiscovery.ReadWrite.All'] },
  parameters: { caseId: anyCaseIdParameter },
  responses: { 200: { description: 'The case is being reopened.', schema: startedSchema } },
  example: { parameters: { caseId: exampleCase.caseId }, reply: { status: 200, body: { caseId: exampleCase.caseId } } },
  handler: async ({ ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor }, { parameters, caller }) => ({
    status: 200,
    body: await ediscoveryFor(caller).reopen(parameters.caseId),
  }),
});
