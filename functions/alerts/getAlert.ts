import { operation } from '../runtime/operation.ts';
import { alertSchema } from './alert.ts';
import { alertIdParameter } from './alertIdParameter.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { exampleAlert } from './exampleAlert.ts';

export const getAlert = operation({
  operationId: 'GetAlert',
  method: 'GET',
  path: '/alerts/{alertId}',
  summary: 'Get alert',
  description: 'Gets an alert as it is now, with its evidence and comments.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.Read.All'], application: ['SecurityAlert.Read.All'] },
  parameters: { alertId: alertIdParameter },
  responses: { 200: { description: 'The alert.', schema: alertSchema } },
  example: { parameters: { alertId: exampleAlert.alertId }, reply: { status: 200, body: exampleAlert } },
  handler: async ({ alertsFor }: { readonly alertsFor: AlertsFor }, { parameters, caller }) => ({
    status: 200,
    body: await alertsFor(caller).get(parameters.alertId),
  }),
});
