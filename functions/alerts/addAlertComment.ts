import { operation } from '../runtime/operation.ts';
import { commentsSchema } from './alert.ts';
import { alertIdParameter } from './alertIdParameter.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { commentText } from './commentText.ts';
import { exampleAlert } from './exampleAlert.ts';

export const addAlertComment = operation({
  operationId: 'AddAlertComment',
  method: 'POST',
  path: '/alerts/{alertId}/comments',
  summary: 'Add alert comment',
  description: 'Adds a comment to an alert. A comment cannot be changed or removed afterwards.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.ReadWrite.All'], application: ['SecurityAlert.ReadWrite.All'] },
  parameters: { alertId: alertIdParameter },
  body: {
    type: 'object',
    properties: { comment: commentText },
    required: ['comment'],
  },
  responses: {
    201: {
      description: 'All comments of the alert, the new one among them.',
      schema: { type: 'object', properties: { comments: commentsSchema }, required: ['comments'] },
    },
  },
  example: {
    parameters: { alertId: exampleAlert.alertId },
    body: { comment: 'The owner was asked for a reason.' },
    reply: {
      status: 201,
      body: {
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
  handler: async ({ alertsFor }: { readonly alertsFor: AlertsFor }, { parameters, body, caller }) => ({
    status: 201,
    body: { comments: await alertsFor(caller).comment(parameters.alertId, body.comment) },
  }),
});
