import { operation } from '../../runtime/operation.ts';
import { exampleIncident } from './exampleIncident.ts';
import { incidentSchema } from './incident.ts';
import { incidentIdParameter } from './incidentIdParameter.ts';
import type { IncidentsFor } from './incidentsOfGraph.ts';

export const getIncident = operation({
  operationId: 'GetIncident',
  method: 'GET',
  path: '/incidents/{incidentId}',
  summary: 'Get incident',
  description:
    'Gets an incident as it is now, with its alerts in short. For one that was merged into another, that other one is answered, and Merged From Id is the one asked for.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityIncident.Read.All'], application: ['SecurityIncident.Read.All'] },
  parameters: { incidentId: incidentIdParameter },
  responses: { 200: { description: 'The incident.', schema: incidentSchema } },
  example: {
    parameters: { incidentId: exampleIncident.incidentId },
    reply: { status: 200, body: exampleIncident },
  },
  handler: async ({ incidentsFor }: { readonly incidentsFor: IncidentsFor }, { parameters, caller }) => ({
    status: 200,
    body: await incidentsFor(caller).get(parameters.incidentId),
  }),
});
