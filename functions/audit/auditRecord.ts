import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { openObject } from '../integrations/vendorJson/openValue.ts';
import { read, text, texts, time } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { withoutMatchedValues } from '../integrations/vendorJson/withoutMatchedValues.ts';
import { type Infer, schema } from '../runtime/schema.ts';

/** A record of the audit log, as a search gives it. */
export const auditRecordSchema = schema({
  type: 'object',
  title: 'AuditSearchRecord',
  properties: {
    recordId: { type: 'string', 'x-ms-summary': 'Record Id', description: 'The id of the record.' },
    occurredAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Occurred At',
      description: 'When it happened, in UTC.',
    },
    recordType: {
      type: 'string',
      'x-ms-summary': 'Record Type',
      description: 'The kind of record, such as ComplianceDLPSharePoint.',
    },
    operation: { type: 'string', 'x-ms-summary': 'Operation', description: 'What was done, such as DlpRuleMatch.' },
    service: { type: 'string', 'x-ms-summary': 'Service', description: 'The service that it was done in.' },
    user: {
      type: 'string',
      'x-ms-summary': 'User',
      description: 'Who did it, mostly a user principal name.',
    },
    userKey: {
      type: 'string',
      'x-ms-summary': 'User Key',
      'x-ms-visibility': 'advanced',
      description: 'Another id of the same user.',
    },
    userType: {
      type: 'string',
      'x-ms-summary': 'User Type',
      'x-ms-visibility': 'advanced',
      description: 'What kind of user did it, such as Regular or Admin.',
    },
    objectId: { type: 'string', 'x-ms-summary': 'Object Id', description: 'What it was done to, such as a file.' },
    clientIp: { type: 'string', 'x-ms-summary': 'Client IP', description: 'The address that it was done from.' },
    organizationId: {
      type: 'string',
      'x-ms-summary': 'Organization Id',
      'x-ms-visibility': 'advanced',
      description: 'The Microsoft Entra tenant.',
    },
    administrativeUnits: {
      type: 'array',
      items: { type: 'string' },
      'x-ms-summary': 'Administrative Units',
      'x-ms-visibility': 'advanced',
      description: 'The administrative units of the user.',
    },
    details: {
      type: 'object',
      additionalProperties: true,
      'x-ms-summary': 'Details',
      description: 'All that the service recorded, in its own words, without the values that a DLP rule matched.',
    },
  },
  required: ['recordId'],
});

export type AuditRecord = Infer<typeof auditRecordSchema>;

const shape = {
  occurredAt: time('createdDateTime'),
  recordType: text('auditLogRecordType'),
  operation: text('operation'),
  service: text('service'),
  // Graph has the two crossed: its userPrincipalName is the UserId of the audit log, and its userId the UserKey.
  user: text('userPrincipalName'),
  userKey: text('userId'),
  userType: text('userType'),
  objectId: text('objectId'),
  clientIp: text('clientIp'),
  organizationId: text('organizationId'),
  administrativeUnits: texts('administrativeUnits'),
};

const dataShape = { clientIp: text('ClientIP') };

/** Maps a record of Graph; https://learn.microsoft.com/graph/api/resources/security-auditlogrecord */
export function toAuditRecord(record: unknown): AuditRecord | undefined {
  if (!isRecord(record) || typeof record.id !== 'string' || record.id === '') return undefined;
  const data = withoutMatchedValues(record.auditData);
  const details = isRecord(data) ? { details: openObject(data) } : {};
  // The column is mostly empty, while the data have it.
  return {
    recordId: boundedText(record.id),
    ...(isRecord(data) && read(dataShape, data)),
    ...read(shape, record),
    ...details,
  };
}
