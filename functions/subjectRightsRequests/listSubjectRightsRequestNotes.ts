import { operation } from '../runtime/operation.ts';
import { pagedList, pageParameters, pageProperties } from '../runtime/pagedList.ts';
import { exampleRequest } from './exampleRequest.ts';
import { requestIdParameter } from './requestIdParameter.ts';
import { requestNoteSchema } from './requestNote.ts';
import type { RequestsFor } from './requestsOfGraph.ts';

interface Dependencies {
  readonly subjectRightsRequestsFor: RequestsFor;
  readonly publicBaseUrl: string;
}

export const listSubjectRightsRequestNotes = operation({
  operationId: 'ListSubjectRightsRequestNotes',
  method: 'GET',
  path: '/subjectRightsRequests/{requestId}/notes',
  summary: 'List subject rights request notes',
  description: 'Lists the notes on a subject rights request, in the order of the service, at most 100 at once.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: {
    requestId: requestIdParameter,
    ...pageParameters(100),
  },
  responses: {
    200: {
      description: 'A page of notes.',
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: requestNoteSchema, 'x-ms-summary': 'Notes', description: 'The notes.' },
          ...pageProperties,
        },
        required: ['value', 'unreadable'],
      },
    },
  },
  example: {
    parameters: { requestId: exampleRequest.requestId },
    reply: {
      status: 200,
      body: {
        value: [{ note: 'Her identity was checked on the phone.', format: 'text', author: 'Grady Archie' }],
        unreadable: 0,
      },
    },
  },
  handler: async (
    { subjectRightsRequestsFor, publicBaseUrl }: Dependencies,
    { parameters: { requestId, ...parameters }, caller },
  ) => {
    const address = new URL(`/api/subjectRightsRequests/${encodeURIComponent(requestId)}/notes`, publicBaseUrl);
    const requests = subjectRightsRequestsFor(caller);
    const body = await pagedList({ address, parameters }, (_filters, place) => requests.notes(requestId, place));
    return { status: 200, body };
  },
});
