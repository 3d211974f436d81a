import { openObject } from '../integrations/vendorJson/openValue.ts';
import { present } from '../integrations/vendorJson/present.ts';
import { number, read, text, type VendorFields } from '../integrations/vendorJson/readers.ts';
import { UnmappableRecord } from '../integrations/vendorJson/unmappableRecord.ts';
import { utcTime } from '../integrations/vendorJson/utcTime.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { withoutMatchedValues } from '../integrations/vendorJson/withoutMatchedValues.ts';
import { advanced, countProperty, textProperty, timeProperty } from '../runtime/property.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { recordTypeName } from './recordTypeName.ts';

/** A record of the audit log in flow makers' words. */
export const auditRecordSchema = schema({
  title: 'AuditRecord',
  'x-ms-summary': 'Record',
  type: 'object',
  description: 'What the audit log says that somebody did.',
  properties: {
    recordId: textProperty('Record Id', 'The id of the record.'),
    operation: textProperty('Operation', 'What was done, such as FileDownloaded.'),
    recordType: textProperty('Record Type', 'The kind of record, such as SharePointFileOperation.'),
    recordTypeNumber: advanced(countProperty('Record Type Number', 'The same as the number that Microsoft gives it.')),
    occurredAt: timeProperty('Done At', 'When it was done, in UTC.'),
    workload: textProperty('Workload', 'The service in which it was done, such as SharePoint or Exchange.'),
    userPrincipalName: textProperty('User Principal Name', 'Who did it; an application or the system has other names.'),
    userKey: advanced(textProperty('User Key', 'Another id of whoever did it.')),
    objectId: textProperty('Object', 'What it was done to, such as the address of a file.'),
    result: textProperty('Result', 'Whether it succeeded, where the service says so.'),
    clientIp: textProperty('Client Address', 'The internet address that it was done from.'),
    details: {
      type: 'object',
      additionalProperties: true,
      'x-ms-summary': 'Details',
      'x-ms-visibility': 'advanced',
      description:
        'All that the service adds for this kind of record. Left out for data loss prevention, whose details may hold matched values.',
    },
  },
  required: ['recordId', 'operation', 'recordType', 'occurredAt'],
});

export type AuditRecord = Infer<typeof auditRecordSchema>;

// Ids become keys and parts of addresses.
const printableId = /^[\x21-\x7e]{1,100}$/;

const common = {
  operation: text('Operation'),
  recordTypeNumber: number('RecordType'),
  workload: text('Workload'),
  userPrincipalName: text('UserId'),
  userKey: text('UserKey'),
  objectId: text('ObjectId'),
  result: text('ResultStatus'),
  clientIp: text('ClientIP'),
};
const commonVendorNames = new Set([
  ...['Id', 'CreationTime', 'Operation', 'RecordType', 'Workload', 'UserId', 'UserKey', 'ObjectId', 'ResultStatus'],
  ...['ClientIP', 'OrganizationId', 'UserType', 'Version'],
]);

/** Whether a record's details are those of data loss prevention. */
export const isOfDlp = (record: VendorFields): boolean =>
  ['PolicyDetails', 'EndpointMetaData', 'SharePointMetaData', 'ExchangeMetaData'].some((name) => name in record);

/**
 * Maps what all records of the activity feed have in common.
 * https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-schema#common-schema
 * @throws {UnmappableRecord} when it is no record: without an id, a time or an operation.
 */
export function toAuditRecord(record: unknown): AuditRecord {
  if (!isRecord(record)) throw new UnmappableRecord('The record is not an object.');
  const { Id: id } = record;
  if (typeof id !== 'string' || !printableId.test(id)) throw new UnmappableRecord('Id: expected an id.');
  const occurredAt = utcTime(record.CreationTime);
  if (occurredAt === undefined) throw new UnmappableRecord('CreationTime: expected a time.', id);
  const { operation, recordTypeNumber, ...rest } = read(common, record);
  if (operation === undefined) throw new UnmappableRecord('Operation: expected a text.', id);
  return present({
    recordId: id,
    operation,
    recordType: recordTypeNumber === undefined ? 'unknown' : recordTypeName(recordTypeNumber),
    recordTypeNumber,
    occurredAt,
    ...rest,
    details: isOfDlp(record) ? undefined : detailsOf(record),
  });
}

function detailsOf(record: VendorFields): Record<string, unknown> | undefined {
  const others = Object.entries(record).filter(([name]) => !commonVendorNames.has(name));
  const details = openObject(Object(withoutMatchedValues(Object.fromEntries(others))));
  return Object.keys(details).length > 0 ? details : undefined;
}
