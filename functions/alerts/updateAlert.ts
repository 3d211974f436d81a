import { operation } from '../runtime/operation.ts';
import { Problem } from '../runtime/problem.ts';
import { alertSchema } from './alert.ts';
import { alertIdParameter } from './alertIdParameter.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { exampleAlert } from './exampleAlert.ts';
import { verdictProperties } from './verdictProperties.ts';

export const updateAlert = operation({
  operationId: 'UpdateAlert',
  method: 'PATCH',
  path: '/alerts/{alertId}',
  summary: 'Update alert',
  description:
    'Changes the status, the classification, the determination or the owner of an alert. What is left out stays as it is; at least one must be given.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.ReadWrite.All'], application: ['SecurityAlert.ReadWrite.All'] },
  parameters: { alertId: alertIdParameter },
  body: {
    type: 'object',
    properties: {
      status: {
        type: 'string',
        enum: ['new', 'inProgress', 'resolved'],
        'x-ms-summary': 'Status',
        description: 'How far the handling of the alert has come.',
      },
      ...verdictProperties,
      assignedTo: {
        type: 'string',
        'x-ms-summary': 'Assigned To',
        description: 'The user principal name of who handles the alert.',
        minLength: 1,
        maxLength: 320,
      },
    },
  },
  responses: { 200: { description: 'The alert after the change.', schema: alertSchema } },
  example: {
    parameters: { alertId: exampleAlert.alertId },
    body: { status: 'inProgress', assignedTo: 'megan@contoso.com' },
    reply: { status: 200, body: exampleAlert },
  },
  handler: async ({ alertsFor }: { readonly alertsFor: AlertsFor }, { parameters, body, caller }) => {
    if (Object.keys(body).length === 0) {
      throw new Problem('InvalidInput', 'Give at least one of status, classification, determination and assignedTo.');
    }
    return { status: 200, body: await alertsFor(caller).update(parameters.alertId, body) };
  },
});
