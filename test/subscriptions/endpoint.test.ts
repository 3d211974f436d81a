import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CursorState } from '../../functions/subscriptions/cursorStore.ts';
import { Endpoint } from '../../functions/subscriptions/endpoint.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startMs = Date.parse('2026-11-26T12:00:00Z');

const endpointOf = (state: Partial<CursorState> = {}, timeScale = 1) => {
  const clock = { nowMs: startMs };
  const endpoint = new Endpoint(
    { positions: {}, failures: 0, delivered: 0, ...state },
    { timeScale, now: () => clock.nowMs },
  );
  const fails = (status: number, retryAfterMs?: number) =>
    endpoint.troubled({
      kind: 'trouble',
      status,
      reason: `The callback answered ${status}.`,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  return { clock, endpoint, fails };
};
const waitOf = (endpoint: Endpoint): number => {
  const next = endpoint.backOff();
  return 'againInMs' in next ? next.againInMs : assert.fail(next.suspendedFor);
};

describe('an endpoint', () => {
  test('is left alone for as long as the longest wait that it asked for', () => {
    const { endpoint, fails } = endpointOf();
    for (const retryAfterMs of [minuteMs, 5 * minuteMs, 2 * minuteMs]) fails(503, retryAfterMs);
    assert.equal(endpoint.isToldToWait, true);
    assert.equal(waitOf(endpoint), 5 * minuteMs);
    assert.equal(endpoint.state.retryAtMs, startMs + 5 * minuteMs);
  });

  test('has asked for a wait by a 429 or a Retry-After, and by nothing else', () => {
    for (const [status, retryAfterMs, isToldToWait] of [
      [429, undefined, true],
      [503, 0, true],
      [503, undefined, false],
    ] as const) {
      const { endpoint, fails } = endpointOf();
      fails(status, retryAfterMs);
      assert.equal(endpoint.isToldToWait, isToldToWait, `${status}`);
    }
  });

  test('forgets its trouble when it takes something, but not what that was', () => {
    const { endpoint, fails } = endpointOf();
    fails(404);
    endpoint.backOff();
    endpoint.recover();
    assert.equal(endpoint.isProbing, false);
    const { lastTrouble, ...state } = endpoint.state;
    assert.deepEqual(state, { failures: 0 });
    assert.equal(lastTrouble?.status, 404);
  });

  test('counts a day of 404 anew once it has taken something in between', () => {
    const { clock, endpoint, fails } = endpointOf();
    fails(404);
    endpoint.backOff();
    clock.nowMs += 23 * hourMs;
    endpoint.recover();
    fails(404);
    endpoint.backOff();
    clock.nowMs += 2 * hourMs;
    fails(404);
    assert.ok('againInMs' in endpoint.backOff());
    clock.nowMs += 22 * hourMs;
    fails(404);
    assert.ok('suspendedFor' in endpoint.backOff());
  });

  test('is knocked at, aged and suspended as many times sooner as time is scaled, but waits as long as it asks for', () => {
    const timeScale = 60;
    const soon = endpointOf({}, timeScale);
    soon.fails(503);
    assert.ok(waitOf(soon.endpoint) <= 1_000 / timeScale);
    const aged = endpointOf({ failures: 200, troubleSinceMs: startMs - 16 * minuteMs }, timeScale);
    aged.fails(503);
    const waitMs = waitOf(aged.endpoint);
    assert.ok(waitMs > 12_000 - 1 && waitMs <= 15_000, `${waitMs} ms`);
    const gone = endpointOf({ failures: 200, notFoundSinceMs: startMs - 24 * minuteMs }, timeScale);
    gone.fails(404);
    assert.ok('suspendedFor' in gone.endpoint.backOff());
    const asking = endpointOf({}, timeScale);
    asking.fails(503, minuteMs);
    assert.equal(waitOf(asking.endpoint), minuteMs);
  });
});
