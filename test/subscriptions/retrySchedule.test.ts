import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { endpointDelayMs, eventDelayMs } from '../../functions/subscriptions/retrySchedule.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const random = () => fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

describe('the retry schedule', () => {
  test('knocks soon at first, and at most 30 s apart in the first hour', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 500].map((failures) => endpointDelayMs({ failures, forMs: 0 }, () => 0)),
      [1, 2, 5, 10, 20, 30, 30, 30].map((seconds) => seconds * 1_000),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.nat(hourMs - 1), random(), (failures, forMs, chance) => {
        const delayMs = endpointDelayMs({ failures, forMs }, () => chance);
        assert.ok(delayMs > 0 && delayMs <= 30_000);
      }),
    );
  });

  test('grows to 15 minutes after the first hour, and not beyond', () => {
    assert.deepEqual(
      [1, 2, 4, 8, 16, 1_000].map((hours) => endpointDelayMs({ failures: 200, forMs: hours * hourMs }, () => 0)),
      [1, 2, 4, 8, 15, 15].map((minutes) => minutes * minuteMs),
    );
  });

  test('spreads the knocks of many flows over a fifth of the wait', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(30 * hourMs), random(), (failures, forMs, chance) => {
        const most = endpointDelayMs({ failures, forMs }, () => 0);
        const delayMs = endpointDelayMs({ failures, forMs }, () => chance);
        assert.ok(delayMs <= most && delayMs >= 0.8 * most);
      }),
    );
  });

  test('lets an event that fails by itself wait longer each time, up to two hours', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((strikes) => eventDelayMs(strikes, () => 0.5));
    assert.deepEqual(
      waits.map((waitMs) => Math.round(waitMs / 1_000)),
      [5, 30, 120, 600, 1_800, 3_600, 7_200, 7_200, 7_200],
    );
  });
});
