import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRequestNote } from '../../functions/subjectRightsRequests/requestNote.ts';
import { toSubjectRightsRequest } from '../../functions/subjectRightsRequests/toSubjectRightsRequest.ts';

const now = new Date('2026-11-26T08:00:00Z');
const by = (displayName: string) => ({ user: { id: null, displayName } });

const record = {
  id: 'r1',
  type: 'access',
  status: 'active',
  displayName: 'Access request of Monica Thompson',
  description: 'Wants to know.',
  internalDueDateTime: '2026-12-10T00:00:00Z',
  assignedTo: { id: 'diego', displayName: 'Diego Siciliani' },
  dataSubject: { firstName: 'Monica', lastName: 'Thompson', email: 'monica@example.com', residency: 'USA' },
  dataSubjectType: 'customer',
  regulations: ['CCPA'],
  externalId: 'HR-7',
  createdDateTime: '2026-11-01T00:00:00Z',
  createdBy: by('Diego Siciliani'),
  lastModifiedDateTime: '2026-11-02T00:00:00Z',
  lastModifiedBy: by('Grady Archie'),
  closedDateTime: null,
  contentQuery: 'monica',
  includeAllVersions: true,
  includeAuthoredContent: false,
  pauseAfterEstimate: null,
  stages: [
    { stage: 'contentEstimate', status: 'completed', error: null },
    { stage: 'contentRetrieval', status: 'failed', error: { code: 'x', message: 'A mailbox is gone.' } },
    { stage: 'contentReview', status: 'current' },
    { stage: 'newerThanThis', status: 'notStarted' },
  ],
  insight: {
    itemCount: 12,
    itemNeedReview: 3,
    signedOffItemCount: 4,
    excludedItemCount: 5,
    totalItemSize: '4096',
  },
  history: [
    {
      eventDateTime: '2026-11-03T00:00:00Z',
      changedBy: by('Diego Siciliani'),
      stage: 'contentEstimate',
      stageStatus: 'completed',
      type: 'stageStatusChange',
    },
  ],
};

test('tells each property of a request under its own name', () => {
  assert.deepEqual(toSubjectRightsRequest(record, now), {
    requestId: 'r1',
    type: 'access',
    status: 'active',
    displayName: 'Access request of Monica Thompson',
    description: 'Wants to know.',
    dueAt: '2026-12-10T00:00:00.000Z',
    daysLeft: 14,
    assignedTo: 'Diego Siciliani',
    assignedToId: 'diego',
    dataSubject: { firstName: 'Monica', lastName: 'Thompson', email: 'monica@example.com', residency: 'USA' },
    dataSubjectType: 'customer',
    regulations: ['CCPA'],
    externalId: 'HR-7',
    createdAt: '2026-11-01T00:00:00.000Z',
    createdBy: 'Diego Siciliani',
    updatedAt: '2026-11-02T00:00:00.000Z',
    updatedBy: 'Grady Archie',
    contentQuery: 'monica',
    includeAllVersions: true,
    includeAuthoredContent: false,
    stages: [
      { stage: 'contentEstimate', status: 'completed' },
      { stage: 'contentRetrieval', status: 'failed', error: 'A mailbox is gone.' },
      { stage: 'contentReview', status: 'current' },
      { stage: 'unknown', status: 'notStarted' },
    ],
    currentStage: 'contentReview',
    insight: {
      itemCount: 12,
      itemsToReview: 3,
      signedOffItemCount: 4,
      excludedItemCount: 5,
      totalItemSizeBytes: 4096,
    },
    history: [
      {
        at: '2026-11-03T00:00:00.000Z',
        by: 'Diego Siciliani',
        stage: 'contentEstimate',
        stageStatus: 'completed',
        event: 'stageStatusChange',
      },
    ],
  });
});

test('counts no days for a closed request, and rounds those of others up', () => {
  const read = (changes: object) => toSubjectRightsRequest({ ...record, ...changes }, now);
  const closed = read({ status: 'closed', closedDateTime: '2026-11-25T00:00:00Z' });
  assert.deepEqual([closed?.daysLeft, closed?.closedAt], [undefined, '2026-11-25T00:00:00.000Z']);
  const daysUntil = (internalDueDateTime: string) => read({ internalDueDateTime })?.daysLeft;
  // Deeply equal to no negative zero, which JSON writes as 0.
  assert.deepEqual(daysUntil('2026-11-26T07:00:00Z'), 0);
  assert.equal(daysUntil('2026-11-26T09:00:00Z'), 1);
  assert.equal(daysUntil('2026-11-25T07:00:00Z'), -1);
});

test('tells a note with its author and time, as text unless it is HTML', () => {
  const note = {
    id: 'n1',
    author: { id: null, displayName: 'Diego Siciliani' },
    content: { contentType: 'html', content: '<b>x</b>' },
    createdDateTime: '2026-11-20T08:00:00Z',
  };
  assert.deepEqual(toRequestNote(note), {
    noteId: 'n1',
    note: '<b>x</b>',
    format: 'html',
    author: 'Diego Siciliani',
    createdAt: '2026-11-20T08:00:00.000Z',
  });
  assert.deepEqual(toRequestNote({ content: { contentType: 'rtf' } }), { note: '', format: 'text' });
});
