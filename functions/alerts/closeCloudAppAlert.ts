import { operation } from '../runtime/operation.ts';
import { alertSchema } from './alert.ts';
import { alertIdParameter } from './alertIdParameter.ts';
import { alertOfProduct } from './alertOfProduct.ts';
import type { AlertsFor } from './alertsOfGraph.ts';
import { commentText } from './commentText.ts';
import { exampleCloudAppAlert } from './exampleCloudAppAlert.ts';
import { verdictProperties } from './verdictProperties.ts';

export const closeCloudAppAlert = operation({
  operationId: 'CloseCloudAppAlert',
  method: 'POST',
  path: '/cloudAppAlerts/{alertId}/close',
  summary: 'Close cloud app alert',
  description:
    'Resolves an alert of Microsoft Defender for Cloud Apps with its classification and, if given, a determination and a comment. An alert that is resolved already gets the new words and the comment.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['SecurityAlert.ReadWrite.All'], application: ['SecurityAlert.ReadWrite.All'] },
  parameters: { alertId: alertIdParameter },
  body: {
    type: 'object',
    properties: { ...verdictProperties, comment: { ...commentText, 'x-ms-visibility': 'important' } },
    required: ['classification'],
  },
  responses: { 200: { description: 'The alert after the change.', schema: alertSchema } },
  example: {
    parameters: { alertId: exampleCloudAppAlert.alertId },
    body: {
      classification: 'informationalExpectedActivity',
      determination: 'confirmedActivity',
      comment: 'The download was part of a planned move.',
    },
    reply: {
      status: 200,
      body: {
        ...exampleCloudAppAlert,
        status: 'resolved',
        classification: 'informationalExpectedActivity',
        determination: 'confirmedActivity',
        comments: [
          {
            comment: 'The download was part of a planned move.',
            createdBy: 'Megan Bowen',
            createdAt: '2026-09-01T08:10:00.000Z',
          },
        ],
      },
    },
  },
  handler: async ({ alertsFor }: { readonly alertsFor: AlertsFor }, { parameters: { alertId }, body, caller }) => {
    const alerts = alertsFor(caller);
    const { comment, ...verdict } = body;
    await alertOfProduct(alerts, alertId, 'cloudApps');
    const alert = await alerts.update(alertId, { status: 'resolved', ...verdict });
    // Last, since it is the one part that a repeated call would do twice.
    if (comment === undefined) return { status: 200, body: alert };
    return { status: 200, body: { ...alert, comments: await alerts.comment(alertId, comment) } };
  },
});
