import { operation } from '../runtime/operation.ts';
import { exampleRequest } from './exampleRequest.ts';
import { newRequestSchema, toGraphRequest } from './newRequest.ts';
import type { RequestsFor } from './requestsOfGraph.ts';
import { subjectRightsRequestSchema } from './subjectRightsRequest.ts';

export const createSubjectRightsRequest = operation({
  operationId: 'CreateSubjectRightsRequest',
  method: 'POST',
  path: '/subjectRightsRequests',
  summary: 'Create subject rights request',
  description:
    'Creates a subject rights request, for which Microsoft Purview at once starts to search. Microsoft Graph cannot delete or close a request: that is done in the portal. The external id cannot be changed later.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.ReadWrite.All'] },
  parameters: {},
  body: newRequestSchema,
  responses: { 201: { description: 'The request as it was created.', schema: subjectRightsRequestSchema } },
  example: {
    body: {
      displayName: 'Access request of Monica Thompson',
      type: 'access',
      dataSubject: {
        firstName: 'Monica',
        lastName: 'Thompson',
        email: 'monica.thompson@example.com',
        residency: 'USA',
      },
      dataSubjectType: 'customer',
      regulations: ['CCPA'],
      dueAt: '2026-12-10T00:00:00Z',
      mailboxScope: 'all',
      siteScope: 'all',
    },
    reply: { status: 201, body: exampleRequest },
  },
  handler: async (
    { subjectRightsRequestsFor }: { readonly subjectRightsRequestsFor: RequestsFor },
    { body, caller },
  ) => ({ status: 201, body: await subjectRightsRequestsFor(caller).create(toGraphRequest(body)) }),
});
