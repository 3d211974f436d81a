import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';
import { alertSchema } from './alert.ts';
import { statuses } from './alertEnums.ts';

export const onInsiderRiskAlert = webhookTrigger({
  operationId: 'OnInsiderRiskAlert',
  path: '/subscriptions/insiderRiskAlert',
  summary: 'When an insider risk alert is raised',
  description:
    'This operation triggers when Insider Risk Management raises an alert. The person is a pseudonym, always the same for the same person, unless an administrator turned that off. The tenant must share insider risk data with Microsoft Defender XDR.',
  hint: 'To see it work now, use Send test event.',
  sources: ['alerts'],
  types: ['insiderRiskAlert'],
  title: 'AlertEvent',
  hasSeverity: true,
  statuses,
  noun: { alert: alertSchema },
  own: {
    properties: {
      insiderRiskPolicy: {
        type: 'string',
        'x-ms-summary': 'Insider Risk Policy',
        description: 'The one policy whose alerts start the flow, by name. Leave it empty for all.',
        minLength: 1,
        maxLength: 400,
      },
    },
    criteria: ({ insiderRiskPolicy }) =>
      insiderRiskPolicy === undefined ? [] : [{ facet: 'insiderRiskPolicy', anyOf: [insiderRiskPolicy] }],
  },
});
