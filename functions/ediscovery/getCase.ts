import { operation } from '../runtime/operation.ts';
import { caseSchema } from './ediscoveryCase.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase } from './exampleCase.ts';
import { anyCaseIdParameter } from './idParameters.ts';

export const getCase = operation({
  operationId: 'GetCase',
  method: 'GET',
  path: '/ediscovery/cases/{caseId}',
  summary: 'Get eDiscovery case',
  description: 'Gets an eDiscovery case as it is now.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.Read.All'], application: ['eDiscovery.Read.All'] },
  parameters: { caseId: anyCaseIdParameter },
  responses: { 200: { description: 'The case.', schema: caseSchema } },
  example: { parameters: { caseId: exampleCase.caseId }, reply: { status: 200, body: exampleCase } },
  handler: async ({ ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor }, { parameters, caller }) => ({
    status: 200,
    body: await ediscoveryFor(caller).get(parameters.caseId),
  }),
});
