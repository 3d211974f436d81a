import { flag, inside, number, object, read, text, time, word } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';

const behavior = {
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
    behavior,
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

export const fileRetentionSchema = schema({
  type: 'object',
  title: 'FileRetention',
  'x-ms-summary': 'Retention Label',
  description: 'The retention label that is on a file.',
  properties: {
    name: { type: 'string', 'x-ms-summary': 'Retention Label Name', description: 'The name of the label.' },
    appliedAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Applied At',
      description: 'When the label was put on.',
    },
    appliedBy: { type: 'string', 'x-ms-summary': 'Applied By', description: 'Who put the label on.' },
    behavior,
    isDeleteAllowed: {
      type: 'boolean',
      'x-ms-summary': 'May Be Deleted',
      description: 'Whether the file may be deleted while it carries the label.',
    },
    isRecordLocked: {
      type: 'boolean',
      'x-ms-summary': 'Is A Locked Record',
      description: 'Whether the file is a record that nobody may change.',
    },
  },
  required: ['name'],
});

export type FileRetention = Infer<typeof fileRetentionSchema>;

const fileShape = {
  name: text('name'),
  appliedAt: time('labelAppliedDateTime'),
  by: object('labelAppliedBy', inside('user', { name: text('displayName') })),
  ...inside('retentionSettings', {
    behavior: word('behaviorDuringRetentionPeriod'),
    isDeleteAllowed: flag('isDeleteAllowed'),
    isRecordLocked: flag('isRecordLocked'),
  }),
};

/** Maps an item's retention label; https://learn.microsoft.com/graph/api/resources/itemretentionlabel */
export function toFileRetention(record: unknown): FileRetention {
  const { name, by, ...others } = isRecord(record) ? read(fileShape, record) : {};
  if (name === undefined) {
    throw new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail: 'it told no name of the label.' });
  }
  return { name, ...others, ...(by?.name !== undefined && { appliedBy: by.name }) };
}
