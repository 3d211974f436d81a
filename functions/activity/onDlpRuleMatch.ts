import { ruleMatchSchema } from '../events/ruleMatch.ts';
import { namesInput } from '../subscriptions/namesInput.ts';
import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';

export const onDlpRuleMatch = webhookTrigger({
  operationId: 'OnDlpRuleMatch',
  path: '/subscriptions/dlpRuleMatch',
  summary: 'When a DLP rule is matched',
  description:
    'This operation triggers when the audit log tells of a match of data loss prevention rules, with the item and the kinds of sensitive information, never the values. Microsoft writes such records minutes to hours after the match.',
  hint: 'To see it work now, use Send test event; real matches take Microsoft up to a few hours to record.',
  sources: ['dlpActivity'],
  types: ['dlpRuleMatch'],
  title: 'DlpRuleMatchEvent',
  hasSeverity: true,
  statuses: [],
  noun: { ruleMatch: ruleMatchSchema },
  own: {
    properties: {
      sensitiveTypes: namesInput(
        'Sensitive Types',
        'Only matches that found one of these sensitive information types, by name or by id.',
      ),
      minimumCount: {
        type: 'integer',
        format: 'int32',
        minimum: 0,
        default: 0,
        'x-ms-summary': 'Minimum Count',
        description: 'Only matches that found at least so many of one type, of those named above if any. 0 takes all.',
      },
      includeUndone: {
        type: 'boolean',
        default: false,
        'x-ms-summary': 'Include Undone Matches',
        'x-ms-visibility': 'advanced',
        description:
          'Whether the flow also starts when a match is undone, overridden or called wrong, which SharePoint and OneDrive record by themselves.',
      },
    },
    criteria: ({ sensitiveTypes = [], minimumCount, includeUndone }) => [
      { facet: 'outcome', anyOf: includeUndone ? [] : ['matched'] },
      {
        facet: 'sensitiveInformation',
        atLeast: Math.max(minimumCount, sensitiveTypes.length > 0 ? 1 : 0),
        among: sensitiveTypes,
      },
    ],
  },
});
