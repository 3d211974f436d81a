import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { member, read, text, time } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { custodianStatuses, holdStatuses } from './caseEnums.ts';

/** A custodian of a case. */
export const custodianSchema = schema({
  type: 'object',
  title: 'EdiscoveryCustodian',
  properties: {
    custodianId: {
      type: 'string',
      'x-ms-summary': 'Custodian Id',
      description: 'The id of the custodian in this case.',
    },
    email: { type: 'string', 'x-ms-summary': 'Email', description: 'Their email address.' },
    displayName: { type: 'string', 'x-ms-summary': 'Custodian Name', description: 'Their name.' },
    status: {
      type: 'string',
      enum: [...custodianStatuses, 'unknown'],
      'x-ms-summary': 'Custodian Status',
      description: 'Whether they still belong to the case.',
    },
    holdStatus: {
      type: 'string',
      enum: [...holdStatuses, 'unknown'],
      'x-ms-summary': 'Hold Status',
      description: 'Whether their data is on hold.',
    },
    createdAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Created At',
      description: 'When they were added, in UTC.',
    },
  },
  required: ['custodianId', 'status', 'holdStatus'],
});

export type Custodian = Infer<typeof custodianSchema>;

const shape = {
  email: text('email'),
  displayName: text('displayName'),
  status: member('status', custodianStatuses),
  holdStatus: member('holdStatus', holdStatuses),
  createdAt: time('createdDateTime'),
};

/** Maps a custodian of Graph v1.0; https://learn.microsoft.com/graph/api/resources/security-ediscoverycustodian */
export function toCustodian(record: unknown): Custodian | undefined {
  if (!isRecord(record) || typeof record.id !== 'string' || record.id === '') return undefined;
  const { status = 'unknown', holdStatus = 'unknown', ...found } = read(shape, record);
  return { custodianId: boundedText(record.id), status, holdStatus, ...found };
}
