import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';
import { alertSchema } from './alert.ts';
import { statuses } from './alertEnums.ts';

export const onDlpAlert = webhookTrigger({
  operationId: 'OnDlpAlert',
  path: '/subscriptions/dlpAlert',
  summary: 'When a DLP alert is raised',
  description:
    'This operation triggers when Microsoft Purview raises a data loss prevention alert, within about a minute of its appearance in Microsoft Defender.',
  hint: 'To see it work now, share a file that a DLP policy watches, or use Send test event.',
  sources: ['alerts'],
  types: ['dlpAlert'],
  title: 'AlertEvent',
  hasSeverity: true,
  statuses,
  noun: { alert: alertSchema },
});
