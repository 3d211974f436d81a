import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { inside, member, number, read, text, time } from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { operationActions, operationStatuses } from './caseEnums.ts';

const moment = (summary: string, description: string) =>
  ({ type: 'string', format: 'date-time', 'x-ms-summary': summary, description }) as const;
const count = (summary: string, description: string) =>
  ({ type: 'integer', format: 'int64', 'x-ms-summary': summary, description }) as const;

/** Something that eDiscovery works on for a while. */
export const caseOperationSchema = schema({
  type: 'object',
  title: 'EdiscoveryOperation',
  properties: {
    operationId: { type: 'string', 'x-ms-summary': 'Operation Id', description: 'The id of the operation.' },
    action: {
      type: 'string',
      enum: [...operationActions, 'unknown'],
      'x-ms-summary': 'Action',
      description: 'What is being done.',
    },
    status: {
      type: 'string',
      enum: [...operationStatuses, 'unknown'],
      'x-ms-summary': 'Operation Status',
      description: 'How far it has come; it ends as succeeded, partiallySucceeded, failed or submissionFailed.',
    },
    isEnded: {
      type: 'boolean',
      'x-ms-summary': 'Is Ended',
      description: 'Whether it has ended, well or not: what a Do until loop waits for.',
    },
    percentProgress: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Progress',
      description: 'How far it has come, in percent.',
    },
    resultMessage: {
      type: 'string',
      'x-ms-summary': 'Result Message',
      description: 'What the service says of its end.',
    },
    createdAt: moment('Created At', 'When it was started, in UTC.'),
    completedAt: moment('Completed At', 'When it ended, in UTC.'),
    createdBy: { type: 'string', 'x-ms-summary': 'Created By', description: 'Who started it.' },
    estimate: {
      type: 'object',
      'x-ms-summary': 'Estimate',
      description: 'What a search would find; of estimates only.',
      properties: {
        indexedItemCount: count('Indexed Item Count', 'Items that were found.'),
        indexedItemsSizeBytes: count('Indexed Items Size', 'Their size in bytes.'),
        unindexedItemCount: count('Unindexed Item Count', 'Items that may fit but could not be searched.'),
        unindexedItemsSizeBytes: count('Unindexed Items Size', 'Their size in bytes.'),
        mailboxCount: count('Mailbox Count', 'Mailboxes with items that were found.'),
        siteCount: count('Site Count', 'Sites with items that were found.'),
      },
    },
  },
  required: ['operationId', 'action', 'status', 'isEnded'],
});

export type CaseOperation = Infer<typeof caseOperationSchema>;

const shape = {
  action: member('action', operationActions),
  status: member('status', operationStatuses),
  percentProgress: number('percentProgress'),
  ...inside('resultInfo', { resultMessage: text('message') }),
  createdAt: time('createdDateTime'),
  completedAt: time('completedDateTime'),
  ...inside('createdBy', inside('user', { createdBy: text('displayName') })),
};

const estimateShape = {
  indexedItemCount: number('indexedItemCount'),
  indexedItemsSizeBytes: number('indexedItemsSize'),
  unindexedItemCount: number('unindexedItemCount'),
  unindexedItemsSizeBytes: number('unindexedItemsSize'),
  mailboxCount: number('mailboxCount'),
  siteCount: number('siteCount'),
};

/** Maps an operation of Graph v1.0; https://learn.microsoft.com/graph/api/resources/security-caseoperation */
export function toCaseOperation(record: unknown): CaseOperation | undefined {
  if (!isRecord(record) || typeof record.id !== 'string' || record.id === '') return undefined;
  const { action = 'unknown', status = 'unknown', ...found } = read(shape, record);
  const isEnded = !['notStarted', 'running', 'unknown'].includes(status);
  const estimate = action === 'estimateStatistics' && isEnded ? { estimate: read(estimateShape, record) } : {};
  return { operationId: boundedText(record.id), action, status, isEnded, ...found, ...estimate };
}
