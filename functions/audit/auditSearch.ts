import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { flag, member, number, read, text, texts, time } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { searchStatuses } from './auditEnums.ts';

const list = (summary: string, description: string) =>
  ({
    type: 'array',
    items: { type: 'string' },
    'x-ms-summary': summary,
    'x-ms-visibility': 'advanced',
    description,
  }) as const;

/** A search of the audit log. */
export const auditSearchSchema = schema({
  type: 'object',
  title: 'AuditSearch',
  properties: {
    searchId: { type: 'string', 'x-ms-summary': 'Search Id', description: 'The id of the search.' },
    displayName: { type: 'string', 'x-ms-summary': 'Search Name', description: 'The name of the search.' },
    status: {
      type: 'string',
      enum: [...searchStatuses, 'unknown'],
      'x-ms-summary': 'Search Status',
      description: 'How far it has come; results are there once it has succeeded.',
    },
    isEnded: {
      type: 'boolean',
      'x-ms-summary': 'Is Ended',
      description: 'Whether it has ended, well or not: what a Do until loop waits for.',
    },
    isLimitExceeded: {
      type: 'boolean',
      'x-ms-summary': 'Is Limit Exceeded',
      description:
        'Whether there are more records than a search may hold, so that some are missing though it succeeded; search a shorter time then. Left out where the service does not say.',
    },
    recordLimit: {
      type: 'integer',
      format: 'int64',
      'x-ms-summary': 'Record Limit',
      description: 'How many records a search may hold.',
    },
    approximateRecordCount: {
      type: 'integer',
      format: 'int64',
      'x-ms-summary': 'Approximate Record Count',
      description: 'About how many records it found.',
    },
    from: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'From',
      description: 'What it searches from, in UTC.',
    },
    to: { type: 'string', format: 'date-time', 'x-ms-summary': 'To', description: 'What it searches to, in UTC.' },
    keyword: { type: 'string', 'x-ms-summary': 'Keyword', description: 'The word that it looks for.' },
    recordTypes: list('Record Types', 'The kinds of records that it looks for.'),
    operations: list('Operations', 'The operations that it looks for.'),
    users: list('Users', 'The users that it looks for.'),
    services: list('Services', 'The services that it looks for.'),
    objectIds: list('Object Ids', 'The objects that it looks for.'),
    ipAddresses: list('IP Addresses', 'The addresses that it looks for.'),
  },
  required: ['searchId', 'status', 'isEnded'],
});

export type AuditSearch = Infer<typeof auditSearchSchema>;

const shape = {
  displayName: text('displayName'),
  status: member('status', searchStatuses),
  isLimitExceeded: flag('isRecordCountLimitExceeded'),
  recordLimit: number('recordCountLimit'),
  approximateRecordCount: number('approximateReturnedRecordCount'),
  from: time('filterStartDateTime'),
  to: time('filterEndDateTime'),
  keyword: text('keywordFilter'),
  recordTypes: texts('recordTypeFilters'),
  operations: texts('operationFilters'),
  users: texts('userPrincipalNameFilters'),
  services: texts('serviceFilters'),
  objectIds: texts('objectIdFilters'),
  ipAddresses: texts('ipAddressFilters'),
};

/** Maps an audit log query of Graph; https://learn.microsoft.com/graph/api/resources/security-auditlogquery */
export function toAuditSearch(record: unknown): AuditSearch | undefined {
  if (!isRecord(record) || typeof record.id !== 'string' || record.id === '') return undefined;
  const { status = 'unknown', ...found } = read(shape, record);
  return {
    searchId: boundedText(record.id),
    status,
    isEnded: ['succeeded', 'failed', 'cancelled'].includes(status),
    ...found,
  };
}
