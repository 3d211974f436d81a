import { flag, inside, object, read, text, time, word } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import { behaviorProperty } from './retentionLabel.ts';

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
    behavior: behaviorProperty,
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
