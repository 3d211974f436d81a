import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCaseOperation } from '../../functions/ediscovery/caseOperation.ts';

const counts = {
  indexedItemCount: '1284',
  indexedItemsSize: '734003200',
  unindexedItemCount: 7,
  unindexedItemsSize: 4096,
  mailboxCount: 3,
  siteCount: 2,
};

test('tells each property of an estimate under its own name', () => {
  const found = toCaseOperation({
    id: 'o1',
    action: 'estimateStatistics',
    status: 'partiallySucceeded',
    percentProgress: 100,
    resultInfo: { message: 'One mailbox was not there.' },
    createdDateTime: '2026-01-01T08:00:00Z',
    completedDateTime: '2026-01-01T08:03:00Z',
    createdBy: { user: { displayName: 'Grady Archie' } },
    ...counts,
  });
  assert.deepEqual(found, {
    operationId: 'o1',
    action: 'estimateStatistics',
    status: 'partiallySucceeded',
    isEnded: true,
    percentProgress: 100,
    resultMessage: 'One mailbox was not there.',
    createdAt: '2026-01-01T08:00:00.000Z',
    completedAt: '2026-01-01T08:03:00.000Z',
    createdBy: 'Grady Archie',
    estimate: {
      indexedItemCount: 1284,
      indexedItemsSizeBytes: 734_003_200,
      unindexedItemCount: 7,
      unindexedItemsSizeBytes: 4096,
      mailboxCount: 3,
      siteCount: 2,
    },
  });
});

test('tells an end only of what has surely ended, and an estimate of estimates only', () => {
  const endOf = (status: string | null, action = 'estimateStatistics') => {
    const { isEnded, estimate } = toCaseOperation({ id: 'o1', action, status, ...counts }) ?? assert.fail();
    return [isEnded, estimate !== undefined];
  };
  for (const status of ['notStarted', 'running', 'newerThanThis', null])
    assert.deepEqual(endOf(status), [false, false]);
  for (const status of ['succeeded', 'failed', 'submissionFailed']) assert.deepEqual(endOf(status), [true, true]);
  assert.deepEqual(endOf('succeeded', 'holdUpdate'), [true, false]);
});
