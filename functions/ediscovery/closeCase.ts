import { operation } from '../runtime/operation.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase } from './exampleCase.ts';
import { caseIdParameter } from './idParameters.ts';
import { startedSchema } from './startedOperation.ts';

export const closeCase = operation({
  operationId: 'CloseCase',
  method: 'POST',
  path: '/ediscovery/cases/{caseId}/close',
  summary: 'Close eDiscovery case',
  description:
    'Starts to close an eDiscovery case. Closing also turns the holds of the case off, so that what they kept may be deleted. Get eDiscovery case tells when it is closed.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Remediator', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.ReadWrite.All'], application: ['eDiscovery.ReadWrite.All'] },
  parameters: { caseId: caseIdParameter },
  responses: { 200: { description: 'The case is being closed.', schema: startedSchema } },
  example: { parameters: { caseId: exampleCase.caseId }, reply: { status: 200, body: { caseId: exampleCase.caseId } } },
  handler: async ({ ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor }, { parameters, caller }) => ({
    status: 200,
    body: await ediscoveryFor(caller).close(parameters.caseId),
  }),
});
