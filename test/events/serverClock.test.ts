import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createServerClock } from '../../functions/events/serverClock.ts';

test('carries on the time that it was told last, for five minutes', () => {
  let monotonicMs = 0;
  const clock = createServerClock(() => monotonicMs);
  const told = new Date('2026-11-01T08:00:00Z');
  assert.equal(clock.now(), undefined);
  clock.learn(new Date(0));
  clock.learn(told);
  monotonicMs = 5 * 60_000;
  assert.equal(clock.now()?.getTime(), told.getTime() + monotonicMs);
  monotonicMs += 1;
  assert.equal(clock.now(), undefined);
});
