import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { inside, member, read, text, time } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { caseStatuses } from './caseEnums.ts';

const moment = (summary: string, description: string) =>
  ({ type: 'string', format: 'date-time', 'x-ms-summary': summary, description }) as const;

/** An eDiscovery case as triggers and actions give it. */
export const caseSchema = schema({
  type: 'object',
  title: 'EdiscoveryCase',
  'x-ms-summary': 'Case',
  description: 'An eDiscovery case as it was when it was read.',
  properties: {
    caseId: { type: 'string', 'x-ms-summary': 'Case Id', description: 'The id of the case.' },
    displayName: { type: 'string', 'x-ms-summary': 'Case Name', description: 'The name of the case.' },
    description: { type: 'string', 'x-ms-summary': 'Description', description: 'What the case is about.' },
    status: { type: 'string', enum: caseStatuses, 'x-ms-summary': 'Case Status', description: 'Whether it is open.' },
    externalId: {
      type: 'string',
      'x-ms-summary': 'External Id',
      description: 'Its number elsewhere, such as that of the legal matter.',
    },
    createdAt: moment('Created At', 'When it was created, in UTC.'),
    updatedAt: moment('Updated At', 'When it was last changed, in UTC.'),
    updatedBy: { type: 'string', 'x-ms-summary': 'Updated By', description: 'Who changed it last.' },
    closedAt: moment('Closed At', 'When it was closed, in UTC.'),
    closedBy: { type: 'string', 'x-ms-summary': 'Closed By', description: 'Who closed it.' },
  },
  required: ['caseId', 'status'],
});

export type EdiscoveryCase = Infer<typeof caseSchema>;

const shape = {
  displayName: text('displayName'),
  description: text('description'),
  status: member('status', caseStatuses),
  externalId: text('externalId'),
  // Times of the year 1, which built-in cases have, are no times.
  createdAt: time('createdDateTime'),
  updatedAt: time('lastModifiedDateTime'),
  ...inside('lastModifiedBy', inside('user', { updatedBy: text('displayName') })),
  closedAt: time('closedDateTime'),
  ...inside('closedBy', inside('user', { closedBy: text('displayName') })),
};

/** Maps a case of Graph v1.0 to our words; undefined for a record that is none. */
export function toEdiscoveryCase(record: unknown): EdiscoveryCase | undefined {
  if (!isRecord(record) || typeof record.id !== 'string' || record.id === '') return undefined;
  const { status = 'unknown', ...found } = read(shape, record);
  return { caseId: boundedText(record.id), status, ...found };
}
