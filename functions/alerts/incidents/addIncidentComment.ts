import { operation } from '../../runtime/operation.ts';
import { commentsSchema } from '../alert.ts';
import { commentText } from '../commentText.ts';
import { exampleIncident } from './exampleIncident.ts';
import { incidentIdParameter } from './incidentIdParameter.ts';
import type { IncidentsFor } from './incidentsOfGraph.ts';

export const addIncidentComment = operation({
  operationId: 'AddIncidentComment',
  method: 'POST',
  path: '/incidents/{incidentId}/comments',
  summary: 'Add incident comment',
  description:
    'Adds a comment to an incident, or to the one that it was merged into. A comment cannot be changed or removed afterwards.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['SecurityIncident.ReadWrite.All'], application: ['SecurityIncident.ReadWrite.All'] },
  parameters: { incidentId: incidentIdParameter },
  body: { type: 'object', properties: { comment: commentText }, required: ['comment'] },
  responses: {
    201: {
      description: 'All comments of the incident, the new one among them.',
      schema: {
        type: 'object',
        properties: {
          incidentId: {
            type: 'string',
            'x-ms-summary': 'Incident Id',
            description: 'The incident that has the comment: the one asked for, or the one it was merged into.',
          },
          comments: commentsSchema,
        },
        required: ['incidentId', 'comments'],
      },
    },
  },
  example: {
    parameters: { incidentId: exampleIncident.incidentId },
    body: { comment: 'The owner was asked for a reason.' },
    reply: {
      status: 201,
      body: {
        incidentId: exampleIncident.incidentId,
        comments: [
          {
            comment: 'The owner was asked for a reason.',
            createdBy: 'Megan Bowen',
            createdAt: '2026-09-01T08:10:00.000Z',
          },
        ],
      },
    },
  },
  handler: async ({ incidentsFor }: { readonly incidentsFor: IncidentsFor }, { parameters, body, caller }) => ({
    status: 201,
    body: await incidentsFor(caller).comment(parameters.incidentId, body.comment),
  }),
});
