import { flag, inside, number, read, text, word } from '../integrations/vendorJson/readers.ts';
import { type Infer, schema } from '../runtime/schema.ts';

/** What a retention label does, wherever it is told. */
export const behaviorProperty = {
  type: 'string',
  'x-ms-summary': 'Behaviour',
  description:
    'What the label does while it lasts: doNotRetain, retain, retainAsRecord or retainAsRegulatoryRecord, in the words of Microsoft Graph.',
} as const;

export const retentionLabelSchema = schema({
  type: 'object',
  title: 'RetentionLabel',
  description: 'A retention label of the tenant.',
  properties: {
    retentionLabelId: {
      type: 'string',
      'x-ms-summary': 'Retention Label Id',
      'x-ms-visibility': 'advanced',
      description: 'The id of the label.',
    },
    name: {
      type: 'string',
      'x-ms-summary': 'Retention Label Name',
      description: 'The name of the label, by which it is put on a file.',
    },
    description: {
      type: 'string',
      'x-ms-summary': 'Retention Label Description',
      description: 'What the label is for, in the words that people are shown.',
    },
    behavior: behaviorProperty,
    days: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Retention Days',
      description: 'How long the label lasts; left out when it lasts for ever.',
    },
    startsFrom: {
      type: 'string',
      'x-ms-summary': 'Starts From',
      description: 'What the time counts from: dateLabeled, dateCreated, dateModified or dateOfEvent.',
    },
    actionAfter: {
      type: 'string',
      'x-ms-summary': 'Action After',
      description: 'What happens at its end: none, delete, startDispositionReview or relabel.',
    },
    isInUse: {
      type: 'boolean',
      'x-ms-summary': 'Is In Use',
      'x-ms-visibility': 'advanced',
      description: 'Whether a policy publishes the label or an item carries it.',
    },
  },
  required: ['retentionLabelId', 'name'],
});

export type RetentionLabel = Infer<typeof retentionLabelSchema>;

const labelShape = {
  retentionLabelId: text('id'),
  name: text('displayName'),
  description: text('descriptionForUsers'),
  behavior: word('behaviorDuringRetentionPeriod'),
  startsFrom: word('retentionTrigger'),
  actionAfter: word('actionAfterRetentionPeriod'),
  isInUse: flag('isInUse'),
  ...inside('retentionDuration', { days: number('days') }),
};

/** Maps a retention label; one without id or name is left out. https://learn.microsoft.com/graph/api/resources/security-retentionlabel */
export function toRetentionLabel(record: Readonly<Record<string, unknown>>): RetentionLabel[] {
  const { retentionLabelId, name, ...others } = read(labelShape, record);
  return retentionLabelId === undefined || name === undefined ? [] : [{ retentionLabelId, name, ...others }];
}
