import { operation } from '../../runtime/operation.ts';
import { Problem } from '../../runtime/problem.ts';
import { verdictProperties } from '../verdictProperties.ts';
import { exampleIncident } from './exampleIncident.ts';
import { incidentSchema } from './incident.ts';
import { incidentIdParameter } from './incidentIdParameter.ts';
import type { IncidentsFor } from './incidentsOfGraph.ts';

export const updateIncident = operation({
  operationId: 'UpdateIncident',
  method: 'PATCH',
  path: '/incidents/{incidentId}',
  summary: 'Update incident',
  description:
    'Changes the status, the classification, the determination, the owner, the tags or the resolving comment of an incident. What is left out stays as it is; at least one must be given. An incident that was merged into another is refused with the id of that one.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['SecurityIncident.ReadWrite.All'], application: ['SecurityIncident.ReadWrite.All'] },
  parameters: { incidentId: incidentIdParameter },
  body: {
    type: 'object',
    properties: {
      status: {
        type: 'string',
        enum: ['active', 'inProgress', 'resolved'],
        'x-ms-summary': 'Status',
        description: 'How far the handling of the incident has come.',
      },
      ...verdictProperties,
      assignedTo: {
        type: 'string',
        'x-ms-summary': 'Assigned To',
        description: 'The user principal name of who handles the incident.',
        minLength: 1,
        maxLength: 320,
      },
      tags: {
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 100 },
        'x-ms-summary': 'Tags',
        'x-ms-visibility': 'advanced',
        description: 'The tags that the incident shall have in place of those it has.',
        maxItems: 50,
      },
      resolvingComment: {
        type: 'string',
        'x-ms-summary': 'Resolving Comment',
        'x-ms-visibility': 'advanced',
        description: 'Why the incident is resolved, as plain text.',
        minLength: 1,
        maxLength: 1_000,
      },
    },
  },
  responses: { 200: { description: 'The incident after the change.', schema: incidentSchema } },
  example: {
    parameters: { incidentId: exampleIncident.incidentId },
    body: { status: 'inProgress', assignedTo: 'megan@contoso.com' },
    reply: { status: 200, body: { ...exampleIncident, status: 'inProgress' } },
  },
  handler: async ({ incidentsFor }: { readonly incidentsFor: IncidentsFor }, { parameters, body, caller }) => {
    const { tags, ...changes } = body;
    if (Object.keys(body).length === 0) {
      throw new Problem(
        'InvalidInput',
        'Give at least one of status, classification, determination, assignedTo, tags and resolvingComment.',
      );
    }
    const wanted = { ...changes, ...(tags !== undefined && { customTags: tags }) };
    return { status: 200, body: await incidentsFor(caller).update(parameters.incidentId, wanted) };
  },
});
