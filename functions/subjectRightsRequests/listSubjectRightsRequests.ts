import { operation } from '../runtime/operation.ts';
import { pagedList, pageParameters, pageProperties } from '../runtime/pagedList.ts';
import { exampleRequest } from './exampleRequest.ts';
import { requestStatuses, requestTypes, stages } from './requestEnums.ts';
import { fits } from './requestFilter.ts';
import type { RequestsFor } from './requestsOfGraph.ts';
import { subjectRightsRequestSchema } from './subjectRightsRequest.ts';

interface Dependencies {
  readonly subjectRightsRequestsFor: RequestsFor;
  /** Where this back end is reached, without a path. */
  readonly publicBaseUrl: string;
}

const path = '/subjectRightsRequests';

export const listSubjectRightsRequests = operation({
  operationId: 'ListSubjectRightsRequests',
  method: 'GET',
  path,
  summary: 'List subject rights requests',
  description:
    'Lists the subject rights requests that you may see, in the order of the service, at most 100 at once. Microsoft Graph cannot filter them: all filters are applied to what it answers, so a page may hold fewer requests, or none, though more follow.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['SubjectRightsRequest.Read.All'] },
  pageable: { nextLinkName: 'nextLink' },
  parameters: {
    type: {
      in: 'query',
      type: 'string',
      enum: requestTypes,
      'x-ms-summary': 'Request Type',
      description: 'Only requests of this type.',
    },
    status: {
      in: 'query',
      type: 'string',
      enum: requestStatuses,
      'x-ms-summary': 'Request Status',
      description: 'Only requests that are still worked on, or only closed ones.',
    },
    stage: {
      in: 'query',
      type: 'string',
      enum: stages,
      'x-ms-summary': 'Current Stage',
      description: 'Only requests that are in this stage.',
    },
    dueWithinDays: {
      in: 'query',
      type: 'integer',
      format: 'int32',
      minimum: 0,
      maximum: 3_650,
      'x-ms-summary': 'Due Within Days',
      description: 'Only open requests that are due within so many days, overdue ones among them.',
    },
    assignedTo: {
      in: 'query',
      type: 'string',
      minLength: 1,
      maxLength: 320,
      'x-ms-summary': 'Assigned To',
      description: 'Only requests that the person with this name or object id handles.',
    },
    ...pageParameters(100),
  },
  responses: {
    200: {
      description: 'A page of requests.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            items: subjectRightsRequestSchema,
            'x-ms-summary': 'Requests',
            description: 'The requests.',
          },
          ...pageProperties,
        },
        required: ['value', 'unreadable'],
      },
    },
  },
  example: {
    parameters: { status: 'active', dueWithinDays: 14 },
    reply: { status: 200, body: { value: [exampleRequest], unreadable: 0 } },
  },
  handler: async ({ subjectRightsRequestsFor, publicBaseUrl }: Dependencies, { parameters, caller }) => {
    const address = new URL(`/api${path}`, publicBaseUrl);
    const requests = subjectRightsRequestsFor(caller);
    const body = await pagedList({ address, parameters }, (filters, place) => requests.list(place, fits(filters)));
    return { status: 200, body };
  },
});
