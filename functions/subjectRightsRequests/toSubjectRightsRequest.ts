import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import { present } from '../integrations/vendorJson/present.ts';
import {
  flag,
  inside,
  member,
  number,
  object,
  objects,
  read,
  text,
  texts,
  time,
} from '../integrations/vendorJson/readers.ts';
import { isRecord } from '../integrations/vendorJson/vendorRecord.ts';
import { daysLeft } from './daysLeft.ts';
import { dataSubjectTypes, requestStatuses, requestTypes, stageStatuses, stages } from './requestEnums.ts';
import type { SubjectRightsRequest } from './subjectRightsRequest.ts';

const shape = {
  type: member('type', requestTypes),
  status: member('status', requestStatuses),
  displayName: text('displayName'),
  description: text('description'),
  dueAt: time('internalDueDateTime'),
  ...inside('assignedTo', { assignedTo: text('displayName'), assignedToId: text('id') }),
  dataSubject: object('dataSubject', {
    firstName: text('firstName'),
    lastName: text('lastName'),
    email: text('email'),
    residency: text('residency'),
  }),
  dataSubjectType: member('dataSubjectType', dataSubjectTypes),
  regulations: texts('regulations'),
  externalId: text('externalId'),
  createdAt: time('createdDateTime'),
  ...inside('createdBy', inside('user', { createdBy: text('displayName') })),
  updatedAt: time('lastModifiedDateTime'),
  ...inside('lastModifiedBy', inside('user', { updatedBy: text('displayName') })),
  closedAt: time('closedDateTime'),
  contentQuery: text('contentQuery'),
  includeAllVersions: flag('includeAllVersions'),
  includeAuthoredContent: flag('includeAuthoredContent'),
  pauseAfterEstimate: flag('pauseAfterEstimate'),
  insight: object('insight', {
    itemCount: number('itemCount'),
    itemsToReview: number('itemNeedReview'),
    signedOffItemCount: number('signedOffItemCount'),
    excludedItemCount: number('excludedItemCount'),
    totalItemSizeBytes: number('totalItemSize'),
  }),
  history: objects('history', {
    at: time('eventDateTime'),
    ...inside('changedBy', inside('user', { by: text('displayName') })),
    stage: member('stage', stages),
    stageStatus: member('stageStatus', stageStatuses),
    event: text('type'),
  }),
};

const readStages = objects('stages', {
  stage: member('stage', stages),
  status: member('status', stageStatuses),
  ...inside('error', { error: text('message') }),
});

/**
 * Maps a request of Graph v1.0 to our words; undefined for a record that is none.
 * https://learn.microsoft.com/graph/api/resources/subjectrightsrequest
 */
export function toSubjectRightsRequest(record: unknown, now: Date): SubjectRightsRequest | undefined {
  if (!isRecord(record) || typeof record.id !== 'string' || record.id === '') return undefined;
  const { type = 'unknown', status = 'unknown', ...found } = read(shape, record);
  const allStages = (readStages(record, () => undefined) ?? []).map(
    ({ stage = 'unknown', status: stageStatus = 'unknown', error }) => present({ stage, status: stageStatus, error }),
  );
  return present({
    requestId: boundedText(record.id),
    type,
    status,
    stages: allStages,
    currentStage: allStages.find((stage) => stage.status === 'current')?.stage,
    daysLeft: found.dueAt === undefined || status === 'closed' ? undefined : daysLeft(found.dueAt, now),
    ...found,
  });
}
