import { operation } from '../runtime/operation.ts';
import { exampleRequest } from './exampleRequest.ts';
import { requestIdParameter } from './requestIdParameter.ts';
import type { RequestsFor } from './requestsOfGraph.ts';
import { subjectRightsRequestSchema } from './subjectRightsRequest.ts';

export const getSubjectRightsRequest = operation({
  operationId: 'GetSubjectRightsRequest',
  method: 'GET',
  path: '/subjectRightsRequests/{requestId}',
  summary: 'Get subject rights request',
  description: 'Gets a subject rights request as it is now, with its stages, its history and what was found.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.Read.All'] },
  parameters: { requestId: requestIdParameter },
  responses: { 200: { description: 'The request.', schema: subjectRightsRequestSchema } },
  example: { parameters: { requestId: exampleRequest.requestId }, reply: { status: 200, body: exampleRequest } },
  handler: async (
    { subjectRightsRequestsFor }: { readonly subjectRightsRequestsFor: RequestsFor },
    { parameters, caller },
  ) => ({ status: 200, body: await subjectRightsRequestsFor(caller).get(parameters.requestId) }),
});
