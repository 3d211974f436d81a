import { nextLink } from '../runtime/nextLink.ts';
import { operation } from '../runtime/operation.ts';
import { continuationOf } from '../runtime/pageToken.ts';
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
    top: {
      in: 'query',
      type: 'integer',
      format: 'int32',
      minimum: 1,
      maximum: 100,
      default: 100,
      'x-ms-summary': 'Top',
      'x-ms-visibility': 'advanced',
      description: 'How many notes to answer at most.',
    },
    nextToken: {
      in: 'query',
      type: 'string',
      minLength: 1,
      maxLength: 8_000,
      'x-ms-summary': 'Next Token',
      'x-ms-visibility': 'internal',
      description: 'Part of the next link of the page before.',
    },
  },
  responses: {
    200: {
      description: 'A page of notes.',
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: requestNoteSchema, 'x-ms-summary': 'Notes', description: 'The notes.' },
          nextLink: {
            type: 'string',
            'x-ms-summary': 'Next Link',
            'x-ms-visibility': 'advanced',
            description: 'The address of the next page; left out on the last one.',
          },
        },
        required: ['value'],
      },
    },
  },
  example: {
    parameters: { requestId: exampleRequest.requestId },
    reply: {
      status: 200,
      body: { value: [{ note: 'Her identity was checked on the phone.', format: 'text', author: 'Grady Archie' }] },
    },
  },
  handler: async ({ subjectRightsRequestsFor, publicBaseUrl }: Dependencies, { parameters, caller }) => {
    const { nextToken, ...filters } = parameters;
    const { requestId, top } = filters;
    const from = nextToken === undefined ? {} : { place: continuationOf(nextToken, filters) };
    const { value, place } = await subjectRightsRequestsFor(caller).notes(requestId, { top, ...from });
    if (place === undefined) return { status: 200, body: { value } };
    const path = `/subjectRightsRequests/${encodeURIComponent(requestId)}/notes`;
    return { status: 200, body: { value, nextLink: nextLink({ publicBaseUrl, path, filters, place }, ['requestId']) } };
  },
});
