import { labelChoices } from '../subscriptions/labelChoices.ts';
import { pickedInput } from '../subscriptions/namesInput.ts';
import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';
import { labelChangeSchema } from './labelChange.ts';

export const onLabelChange = webhookTrigger({
  operationId: 'OnLabelChange',
  path: '/subscriptions/labelChange',
  summary: 'When a sensitivity label changes',
  description:
    'This operation triggers when the audit log tells that a sensitivity label was put on an item, changed or taken off. Microsoft writes such records minutes to hours after the fact.',
  hint: 'To see it work now, use Send test event; real changes take Microsoft up to a few hours to record.',
  sources: ['sharePointActivity', 'generalActivity', 'exchangeActivity'],
  types: ['labelChange'],
  title: 'LabelChangeEvent',
  hasSeverity: false,
  statuses: [],
  noun: { labelChange: labelChangeSchema },
  own: {
    properties: {
      fromLabels: pickedInput(
        'From Labels',
        'Only when the item had one of these labels before, by name or by id.',
        labelChoices,
      ),
      toLabels: pickedInput(
        'To Labels',
        'Only when the item has one of these labels now, by name or by id.',
        labelChoices,
      ),
      downgradesOnly: {
        type: 'boolean',
        default: false,
        'x-ms-summary': 'Downgrades Only',
        description: 'Whether only lower labels and removals start the flow.',
      },
    },
    criteria: ({ fromLabels = [], toLabels = [], downgradesOnly }) => [
      { facet: 'fromLabel', anyOf: fromLabels },
      { facet: 'toLabel', anyOf: toLabels },
      { facet: 'direction', anyOf: downgradesOnly ? ['downgraded', 'removed'] : [] },
    ],
  },
});
