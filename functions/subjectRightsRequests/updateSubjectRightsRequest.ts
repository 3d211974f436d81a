import { present } from '../integrations/vendorJson/present.ts';
import { operation } from '../runtime/operation.ts';
import { Problem } from '../runtime/problem.ts';
import { exampleRequest } from './exampleRequest.ts';
import { requestIdParameter } from './requestIdParameter.ts';
import type { RequestsFor } from './requestsOfGraph.ts';
import { subjectRightsRequestSchema } from './subjectRightsRequest.ts';

export const updateSubjectRightsRequest = operation({
  operationId: 'UpdateSubjectRightsRequest',
  method: 'PATCH',
  path: '/subjectRightsRequests/{requestId}',
  summary: 'Update subject rights request',
  description:
    'Changes the name, the description, the due date or the owner of a subject rights request. Microsoft Graph lets nothing else be changed: stages go on and requests are closed in the portal. What is left out stays as it is; at least one must be given.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.ReadWrite.All'] },
  parameters: { requestId: requestIdParameter },
  body: {
    type: 'object',
    properties: {
      displayName: {
        type: 'string',
        'x-ms-summary': 'Request Name',
        description: 'The new name.',
        minLength: 1,
        maxLength: 200,
        pattern: '\\S',
      },
      description: {
        type: 'string',
        'x-ms-summary': 'Description',
        description: 'The new description.',
        minLength: 1,
        maxLength: 1_000,
      },
      dueAt: {
        type: 'string',
        format: 'date-time',
        'x-ms-summary': 'Due At',
        description: 'When your organization wants it to be done.',
      },
      assignedToId: {
        type: 'string',
        format: 'uuid',
        'x-ms-summary': 'Assigned To Id',
        description: 'The Microsoft Entra object id of who is to handle it.',
      },
    },
  },
  responses: { 200: { description: 'The request after the change.', schema: subjectRightsRequestSchema } },
  example: {
    parameters: { requestId: exampleRequest.requestId },
    body: { description: 'Wants to know what we hold about her since 2024.', dueAt: '2026-12-12T00:00:00Z' },
    reply: { status: 200, body: exampleRequest },
  },
  handler: async (
    { subjectRightsRequestsFor }: { readonly subjectRightsRequestsFor: RequestsFor },
    { parameters, body, caller },
  ) => {
    const { dueAt, assignedToId, ...same } = body;
    const assignedTo = assignedToId === undefined ? undefined : { id: assignedToId };
    const internalDueDateTime = dueAt === undefined ? undefined : new Date(dueAt).toISOString();
    const changes = present({ ...same, internalDueDateTime, assignedTo });
    if (Object.keys(changes).length === 0)
      throw new Problem('InvalidInput', 'Give at least one of displayName, description, dueAt and assignedToId.');
    return { status: 200, body: await subjectRightsRequestsFor(caller).update(parameters.requestId, changes) };
  },
});
