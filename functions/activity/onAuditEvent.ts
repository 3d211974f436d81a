import { namesInput } from '../subscriptions/namesInput.ts';
import { webhookTrigger } from '../subscriptions/webhookTrigger.ts';
import { activitySources } from './activitySource.ts';
import { auditRecordSchema } from './auditRecord.ts';

export const onAuditEvent = webhookTrigger({
  operationId: 'OnAuditEvent',
  path: '/subscriptions/auditEvent',
  summary: 'When an audit event occurs',
  description:
    'This operation triggers when the audit log tells of something that was done, by kind of record, operation or object. There may be many: name at least one operation or record type. Microsoft writes records minutes to hours after the fact.',
  hint: 'To see it work now, use Send test event; real records take Microsoft up to a few hours.',
  sources: Object.values(activitySources),
  types: ['auditEvent'],
  title: 'AuditEvent',
  hasSeverity: false,
  statuses: [],
  noun: { record: auditRecordSchema },
  own: {
    properties: {
      recordTypes: namesInput(
        'Record Types',
        'Only records of these kinds, by name or by number, such as SharePointFileOperation or 6.',
      ),
      operations: namesInput('Operations', 'Only these operations, such as FileDownloaded.'),
      objects: namesInput('Objects', 'Only what was done to these objects, such as the address of a file.'),
    },
    criteria: ({ recordTypes = [], operations = [], objects = [] }) => [
      { facet: 'recordType', anyOf: recordTypes },
      { facet: 'operation', anyOf: operations },
      { facet: 'object', anyOf: objects },
    ],
  },
});
