import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queueBackoff } from '../../../sandbox/host/queueBackoff.ts';

const waits = (longestMs: number, capMs: number) => {
  const backoff = queueBackoff(longestMs, capMs, () => 0.5);
  return Array.from({ length: 7 }, () => Math.round(backoff.nextWaitMs()));
};

test('waits longer and longer for an empty queue, up to the longest wait', () => {
  assert.deepEqual(waits(1_000, Number.POSITIVE_INFINITY), [100, 200, 300, 500, 900, 1_000, 1_000]);
});

test('never waits longer than the cap', () => {
  assert.deepEqual(waits(60_000, 50), [50, 50, 50, 50, 50, 50, 50]);
});

test('starts again after a message came', () => {
  const backoff = queueBackoff(1_000, 1_000, () => 0.5);
  backoff.nextWaitMs();
  backoff.nextWaitMs();
  backoff.reset();
  assert.equal(backoff.nextWaitMs(), 100);
});
