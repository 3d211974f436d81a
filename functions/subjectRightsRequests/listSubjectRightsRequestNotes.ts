import { operation } from '../runtime/operation.ts';
import { pageLink, pageParameters, pagePlace, pageProperties } from '../runtime/paging.ts';
import { exampleRequest } from './exampleRequest.ts';
import { requestIdParameter } from './requestIdParameter.ts';
import { requestNoteSchema } from './requestNote.ts';
import type { RequestsFor } from './requestsOfGraph.ts';

interface Dependencies {
  readonly subjectRightsRequestsFor: RequestsFor;
  readonly publicBaseUrl: string;
}

const path = '/subjectRightsRequests/{requestId}/notes';

export const listSubjectRightsRequestNotes = operation({
  operationId: 'ListSubjectRightsRequestNotes',
  method: 'GET',
  path,
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
    ...pageParameters('notes'),
  },
  responses: {
    200: {
      description: 'A page of notes.',
      schema: {
        type: 'object',
        properties: {
          ...pageProperties(requestNoteSchema, 'Notes'),
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
  handler: async ({ subjectRightsRequestsFor, publicBaseUrl }: Dependencies, { parameters, caller }) => {
    const { nextToken, ...filters } = parameters;
    const { requestId, top } = filters;
    const part = { top, ...pagePlace(nextToken, filters) };
    const { value, unreadable, place } = await subjectRightsRequestsFor(caller).notes(requestId, part);
    return { status: 200, body: { value, unreadable, ...pageLink({ publicBaseUrl, path, filters, place }) } };
  },
});
