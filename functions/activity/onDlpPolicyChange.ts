import { choicesInput } from '../subscriptions/namesInput.ts';
import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';
import { dlpPolicyChangeSchema, policyChanges, policyModes } from './dlpPolicyChange.ts';

export const onDlpPolicyChange = webhookTrigger({
  operationId: 'OnDlpPolicyChange',
  path: '/subscriptions/dlpPolicyChange',
  summary: 'When a DLP policy changes',
  description:
    'This operation triggers when the audit log tells that a data loss prevention policy or one of its rules was made, changed or removed. Microsoft writes such records minutes to hours after the fact.',
  hint: 'To see it work now, use Send test event; real changes take Microsoft up to a few hours to record.',
  sources: ['generalActivity', 'exchangeActivity'],
  types: ['dlpPolicyChange'],
  title: 'DlpPolicyChangeEvent',
  hasSeverity: false,
  statuses: [],
  noun: { policyChange: dlpPolicyChangeSchema },
  own: {
    properties: {
      changes: choicesInput('Changes', 'Only these changes.', policyChanges),
      modes: choicesInput('Modes', 'Only when the policy was set to one of these modes.', policyModes),
    },
    criteria: ({ changes = [], modes = [] }) => [
      { facet: 'policyChange', anyOf: changes },
      { facet: 'mode', anyOf: modes },
    ],
  },
});
