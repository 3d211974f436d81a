import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';
import { alertSchema } from './alert.ts';
import { statuses } from './alertEnums.ts';

export const onCloudAppAlert = webhookTrigger({
  operationId: 'OnCloudAppAlert',
  path: '/subscriptions/cloudAppAlert',
  summary: 'When a cloud app alert is raised',
  description:
    'This operation triggers when Microsoft Defender for Cloud Apps raises an alert, such as a mass download or a sign-in from two places at once.',
  hint: 'To see it work now, use Send test event.',
  sources: ['alerts'],
  types: ['cloudAppAlert'],
  title: 'AlertEvent',
  hasSeverity: true,
  statuses,
  noun: { alert: alertSchema },
  own: {
    properties: {
      cloudApp: {
        type: 'string',
        'x-ms-summary': 'Cloud App',
        description: 'The one app whose alerts start the flow, by name or by id. Leave it empty for all.',
        minLength: 1,
        maxLength: 400,
      },
    },
    criteria: ({ cloudApp }) => (cloudApp === undefined ? [] : [{ facet: 'cloudApp', anyOf: [cloudApp] }]),
  },
});
