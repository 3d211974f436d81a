import { operation } from '../runtime/operation.ts';
import { custodianIdsProperty } from './custodianIdsProperty.ts';
import type { EdiscoveryFor } from './ediscoveryOfGraph.ts';
import { exampleCase, exampleIds } from './exampleCase.ts';
import { caseIdParameter } from './idParameters.ts';
import { startedSchema } from './startedOperation.ts';

export const applyHold = operation({
  operationId: 'ApplyHold',
  method: 'POST',
  path: '/ediscovery/cases/{caseId}/applyHold',
  summary: 'Apply eDiscovery hold',
  description:
    'Starts to put the data of custodians of an eDiscovery case on hold, so that it is kept even when somebody deletes it.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['eDiscovery.ReadWrite.All'], application: ['eDiscovery.ReadWrite.All'] },
  parameters: { caseId: caseIdParameter },
  body: {
    type: 'object',
    properties: { custodianIds: custodianIdsProperty },
    required: ['custodianIds'],
  },
  responses: { 200: { description: 'The hold is being applied.', schema: startedSchema } },
  example: {
    parameters: { caseId: exampleCase.caseId },
    body: { custodianIds: [exampleIds.custodianId] },
    reply: { status: 200, body: { caseId: exampleCase.caseId, operationId: exampleIds.operationId } },
  },
  handler: async ({ ediscoveryFor }: { readonly ediscoveryFor: EdiscoveryFor }, { parameters, body, caller }) => ({
    status: 200,
    body: await ediscoveryFor(caller).applyHold(parameters.caseId, body.custodianIds),
  }),
});
