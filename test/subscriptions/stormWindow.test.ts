import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Source } from '../../functions/events/event.ts';
import { StormGuard, type StormWindow } from '../../functions/subscriptions/stormGuard.ts';

const minuteMs = 60_000;
const startMs = Date.parse('2026-11-26T12:00:00Z');

const guardOf = (limit: number, stored?: StormWindow) => {
  const clock = { nowMs: startMs };
  const guard = new StormGuard({ limit, now: () => clock.nowMs }, stored);
  const came = (sequence: number, detectedMs = clock.nowMs, source: Source = 'alerts') => {
    const entry = { source, sequence, detectedAt: new Date(detectedMs).toISOString() };
    if (guard.holds(entry)) guard.hold(entry);
    else guard.count();
  };
  return { clock, guard, came };
};

describe('the minute of a storm', () => {
  test('holds what comes after the limit, and all behind it until that is decided on', () => {
    const { clock, guard, came } = guardOf(2);
    for (const sequence of [1, 2, 3]) came(sequence);
    clock.nowMs += minuteMs - 1;
    assert.equal(guard.due('alerts'), undefined);
    clock.nowMs += 1;
    came(4);
    assert.deepEqual(guard.due('alerts'), { first: 3, last: 4 });
    guard.release('alerts');
    assert.deepEqual([guard.window, guard.dueAtMs], [undefined, undefined]);
    came(5);
    assert.deepEqual(guard.window, { startMs: clock.nowMs, sent: 1 });
  });

  test('is one for all sources, and goes on until the last of them is decided on', () => {
    const { clock, guard, came } = guardOf(1);
    came(1);
    came(2);
    came(7, clock.nowMs, 'incidents');
    clock.nowMs += minuteMs;
    guard.release('alerts');
    assert.equal(guard.dueAtMs, startMs + minuteMs);
    assert.deepEqual(guard.due('incidents'), { first: 7, last: 7 });
  });

  test('is over when the clock was set back, which would hold events for as long', () => {
    const { clock, guard, came } = guardOf(1);
    came(1);
    came(2);
    clock.nowMs -= 60 * minuteMs;
    assert.deepEqual(guard.due('alerts'), { first: 2, last: 2 });
  });

  test('holds after a death what came within it, and lets a new one begin with what came later', () => {
    const stored = { startMs: startMs - 2 * minuteMs, sent: 1 };
    const within = guardOf(1, stored);
    within.came(2, startMs - minuteMs - 1);
    assert.equal(within.guard.isHolding('alerts'), true);
    const later = guardOf(1, stored);
    later.came(2, startMs - minuteMs);
    assert.equal(later.guard.isHolding('alerts'), false);
    assert.deepEqual(later.guard.window, { startMs, sent: 1 });
  });

  test('is not kept where nobody asked for a limit', () => {
    const { guard, came } = guardOf(0);
    for (const sequence of [1, 2, 3]) came(sequence);
    assert.deepEqual([guard.window, guard.isHolding('alerts')], [undefined, false]);
  });
});
