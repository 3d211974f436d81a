import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from '../../../sandbox/flows/connectorClient.ts';
import type { RetryPolicy } from '../../../sandbox/flows/flowDefinition.ts';
import { retryDelayMs } from '../../../sandbox/flows/retryDelay.ts';

/** The seconds before each of so many retries. */
const delays = (policy: RetryPolicy | undefined, count: number, retryAfter?: number) =>
  Array.from({ length: count }, (_, retry) => {
    const ms = retryDelayMs(policy, retry + 1, retryAfter === undefined ? undefined : retryAfter * 1_000);
    return ms === undefined ? undefined : ms / 1_000;
  });

test('waits twice as long before each of eight retries, and gives up then', () => {
  assert.deepEqual(delays(undefined, 9), [7, 14, 28, 56, 112, 224, 448, 896, undefined]);
});

test('waits for an hour at most, or within the bounds of the policy', () => {
  assert.deepEqual(delays({ type: 'exponential', count: 90, interval: 'PT20M' }, 3), [1_200, 2_400, 3_600]);
  const bounded = { type: 'exponential', interval: 'PT5S', minimumInterval: 'PT8S', maximumInterval: 'PT15S' } as const;
  assert.deepEqual(delays(bounded, 3), [8, 10, 15]);
});

test('waits the same each time, or tries once, where the policy says so', () => {
  assert.deepEqual(delays({ type: 'fixed', interval: 'PT30S', count: 2 }, 3), [30, 30, undefined]);
  assert.deepEqual(delays({ type: 'none' }, 1), [undefined]);
});

test('waits as long as the connector says where that is longer', () => {
  assert.deepEqual(delays(undefined, 3, 20), [20, 20, 28]);
});

test('reads Retry-After in seconds and as a date, and nothing else', () => {
  const now = new Date('2026-11-22T12:00:00Z');
  for (const [value, ms] of [
    ['7', 7_000],
    ['Sun, 22 Nov 2026 12:00:09 GMT', 9_000],
    ['Sun, 22 Nov 2026 11:59:00 GMT', 0],
    ['soon', undefined],
  ] as const)
    assert.equal(retryAfterMs({ 'retry-after': value }, now), ms, value);
  assert.equal(retryAfterMs({}, now), undefined);
});
