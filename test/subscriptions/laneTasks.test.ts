import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CursorState } from '../../functions/subscriptions/cursorStore.ts';
import { Lane } from '../../functions/subscriptions/lane.ts';
import type { Outcome } from '../../functions/subscriptions/outcome.ts';
import type { Waiting } from '../../functions/subscriptions/position.ts';
import type { Subscription } from '../../functions/subscriptions/subscription.ts';
import type { LaneRules, Task } from '../../functions/subscriptions/task.ts';
import { entryAt } from '../events/entryAt.ts';
import { subscriptionOf } from './subscriptionOf.ts';

const nowMs = Date.parse('2026-11-26T12:00:00Z');
const now = new Date(nowMs).toISOString();
const secondMs = 1_000;
const delivered: Outcome = { kind: 'delivered' };
const refused: Outcome = { kind: 'refused', status: 400 };
const trouble: Outcome = { kind: 'trouble', status: 500, reason: 'The callback answered 500.' };

const waiting = (sequence: number, more: Partial<Waiting> = {}): Waiting => ({
  sequence,
  attempts: 1,
  strikes: 1,
  notBeforeMs: nowMs,
  ...more,
});

interface Given {
  readonly filter?: Partial<Subscription['filter']>;
  readonly state?: Partial<CursorState>;
  /** The events that were tried and wait; they are the first in the log. */
  readonly waits?: readonly Waiting[];
  /** So many new ones follow. */
  readonly fresh?: number;
  /** Whether the log holds more than was read. */
  readonly goesOn?: boolean;
  readonly rules?: Partial<LaneRules>;
}

/** A lane that has read the log to its end, unless told otherwise; what waits was finished before, and was asked for again. */
const laneWith = ({ filter = {}, state = {}, waits = [], fresh = 0, goesOn = false, rules = {} }: Given): Lane => {
  const cursor = Math.max(0, ...waits.map(({ sequence }) => sequence));
  const positions = { alerts: { cursor, waiting: waits } };
  const lane = new Lane(
    subscriptionOf(filter),
    { positions, failures: 0, delivered: 0, ...state },
    { inFlight: 16, attemptsPerEvent: 3, timeScale: 1, now: () => nowMs, ...rules },
  );
  const entries = Array.from({ length: fresh }, (_, n) => entryAt(cursor + n + 1, now));
  for (const page of goesOn ? [entries] : [entries, []]) lane.feed('alerts', page);
  return lane;
};

const taken = (lane: Lane): Task => lane.take() ?? assert.fail('There is nothing to do.');
const sequencesOf = (lane: Lane): number[] => {
  const sequences: number[] = [];
  for (let task = lane.take(); task; task = lane.take()) sequences.push(task.sequence);
  return sequences;
};
const positionOf = (lane: Lane) => lane.snapshot().state.positions.alerts ?? assert.fail();

describe('a lane takes', () => {
  test('an event that waits once it is due, before a new one, and not earlier', () => {
    const due = waiting(1);
    const later = waiting(2, { notBeforeMs: nowMs + 1 });
    assert.deepEqual(sequencesOf(laneWith({ waits: [due, later], fresh: 1 })), [1, 3]);
  });

  test('an event that is not due yet where the endpoint is in trouble, one at a time', () => {
    const lane = laneWith({ waits: [waiting(1, { notBeforeMs: nowMs + secondMs })], state: { failures: 1 } });
    assert.deepEqual(sequencesOf(lane), [1]);
  });

  test('after an event that failed the one that was tried least', () => {
    const lane = laneWith({
      waits: [waiting(1, { attempts: 5 }), waiting(2, { attempts: 2 }), waiting(3)],
      rules: { inFlight: 1 },
    });
    assert.deepEqual(lane.settle(taken(lane), trouble), []);
    lane.snapshot().saved();
    assert.equal(taken(lane).sequence, 3);
  });

  test('nothing behind an event that waits where order is to be kept, due or not', () => {
    const waits = [waiting(1, { notBeforeMs: nowMs + secondMs }), waiting(2)];
    const lane = laneWith({ filter: { keepOrder: true }, waits, fresh: 1 });
    assert.equal(lane.hasWork, false);
    assert.deepEqual(sequencesOf(lane), []);
  });

  test('at every second knock another event, unless order is to be kept', () => {
    const knocksWith = (failures: number, keepOrder: boolean) =>
      sequencesOf(
        laneWith({ filter: { keepOrder }, waits: [waiting(1)], fresh: 1, goesOn: true, state: { failures } }),
      );
    assert.deepEqual([knocksWith(1, false), knocksWith(2, false)], [[1], [2]]);
    assert.deepEqual([knocksWith(1, true), knocksWith(2, true)], [[1], [1]]);
    const digest = { source: 'alerts', first: 1, last: 3, attempts: 1, strikes: 1, notBeforeMs: nowMs } as const;
    const knock = laneWith({ filter: { keepOrder: true }, goesOn: true, fresh: 4, state: { digest, failures: 2 } });
    assert.equal(knock.take()?.last, 3);
  });

  test('a digest that waits once it is due, or to knock at an endpoint in trouble', () => {
    const digest = { source: 'alerts', first: 1, last: 3, attempts: 1, strikes: 1 } as const;
    const digestAt = (notBeforeMs: number, failures = 0) =>
      laneWith({ state: { digest: { ...digest, notBeforeMs }, failures } }).take()?.last;
    assert.equal(digestAt(nowMs), 3);
    assert.equal(digestAt(nowMs + 1), undefined);
    assert.equal(digestAt(nowMs + 1, 1), 3);
  });

  test('several at once again as soon as an endpoint in trouble takes or refuses something', () => {
    for (const outcome of [delivered, refused]) {
      const lane = laneWith({ state: { failures: 3, troubleSinceMs: 1, notFoundSinceMs: 1 }, fresh: 4 });
      const [first, ...others] = [taken(lane), lane.take()];
      assert.deepEqual(others, [undefined]);
      for (const burial of lane.settle(first, outcome)) lane.buried(burial);
      lane.snapshot().saved();
      assert.deepEqual(sequencesOf(lane), [2, 3, 4], outcome.kind);
      const { failures, troubleSinceMs, notFoundSinceMs } = lane.snapshot().state;
      assert.deepEqual([failures, troubleSinceMs, notFoundSinceMs], [0, undefined, undefined], outcome.kind);
    }
  });

  test('no more than has places, saved or not', () => {
    const lane = laneWith({ fresh: 6, rules: { inFlight: 4 } });
    const tasks = [taken(lane), taken(lane), taken(lane), taken(lane)];
    assert.equal(lane.take(), undefined);
    lane.settle(tasks[0] ?? assert.fail(), delivered);
    assert.equal(lane.take(), undefined);
    lane.snapshot().saved();
    assert.equal(taken(lane).sequence, 5);
  });
});

describe('a digest', () => {
  const digest = { source: 'alerts', first: 1, last: 3, attempts: 0, strikes: 0, notBeforeMs: 0 } as const;
  /** The second event of its range is a test event, which was not sent yet. */
  const laneWithin = (inFlight: number, waits: readonly Waiting[] = []): Lane => {
    const state = { positions: { alerts: { cursor: 0, waiting: waits } }, failures: 0, delivered: 0, digest };
    const rules = { inFlight, attemptsPerEvent: 3, timeScale: 1, now: () => nowMs };
    const lane = new Lane(subscriptionOf({ stormLimitPerMinute: 1 }), state, rules);
    for (const page of [[entryAt(1, now), entryAt(2, now, { target: 'mine' }), entryAt(3, now)], []])
      lane.feed('alerts', page);
    return lane;
  };

  test('leaves a test event of its range to be sent by itself', () => {
    const lane = laneWithin(1);
    lane.settle(taken(lane), delivered, [2]);
    lane.snapshot().saved();
    assert.deepEqual(positionOf(lane), { cursor: 1, finished: [[3, 3]] });
    assert.equal(taken(lane).sequence, 2);
  });

  test('finishes no event of its range that is under way, or waits, by itself', () => {
    const lane = laneWithin(2);
    const [ofDigest, ofTest] = [taken(lane), taken(lane)];
    assert.deepEqual([ofDigest.last, ofTest.sequence], [3, 2]);
    lane.settle(ofDigest, delivered);
    assert.deepEqual(positionOf(lane), { cursor: 1, finished: [[3, 3]] });
    lane.settle(ofTest, delivered);
    assert.deepEqual(positionOf(lane), { cursor: 3 });

    const waits = waiting(3, { notBeforeMs: nowMs + secondMs });
    const beside = laneWithin(1, [waits]);
    assert.equal(beside.isInDigest(entryAt(1, now)), true);
    assert.equal(beside.isInDigest(entryAt(3, now)), false);
    beside.settle(taken(beside), delivered, [2]);
    assert.deepEqual(positionOf(beside), { cursor: 1, waiting: [waits] });
  });

  test('that was decided on and not saved yet lets nothing past it where order is to be kept', () => {
    for (const keepOrder of [true, false]) {
      const clock = { nowMs };
      const storm = { startMs: nowMs, sent: 1 };
      const lane = laneWith({
        filter: { keepOrder, stormLimitPerMinute: 1 },
        state: { storm },
        fresh: 2,
        rules: { now: () => clock.nowMs },
      });
      assert.equal(lane.take(), undefined);
      clock.nowMs += 60 * secondMs;
      assert.equal(lane.take(), undefined);
      lane.feed('alerts', [entryAt(3, new Date(clock.nowMs).toISOString())]);
      assert.equal(lane.take()?.sequence, keepOrder ? undefined : 3);
      lane.snapshot().saved();
      assert.equal(lane.take()?.last, 2);
    }
  });
});

describe('a lane reads', () => {
  const toRead = (given: Given) => laneWith(given).toRead.map(({ after }) => after);
  const many = (count: number) => Array.from({ length: count }, (_, n) => waiting(n + 1, { notBeforeMs: nowMs + 1 }));

  test('on until a hundred events wait', () => {
    assert.deepEqual(toRead({ waits: many(99) }), [99]);
    assert.deepEqual(toRead({ waits: many(100) }), []);
  });

  test('on until one waits where order is to be kept', () => {
    const filter = { keepOrder: true };
    assert.deepEqual(toRead({ filter, fresh: 1 }), [1]);
    assert.deepEqual(toRead({ filter, waits: many(1) }), []);
  });
});

describe('a lane saves', () => {
  test('when half of its places wait for it, and at once when nothing is under way', () => {
    const lane = laneWith({ fresh: 5, rules: { inFlight: 4 } });
    const [first, second, third] = [taken(lane), taken(lane), taken(lane)];
    lane.settle(first, delivered);
    assert.equal(lane.wantsSave, false);
    lane.settle(second, delivered);
    assert.equal(lane.wantsSave, true);
    lane.snapshot().saved();
    assert.equal(lane.wantsSave, false);
    lane.settle(third, delivered);
    assert.equal(lane.wantsSave, true);
  });

  test('what happened since a save began with the next one', () => {
    const lane = laneWith({ fresh: 2, rules: { inFlight: 4 } });
    const [first, second] = [taken(lane), taken(lane)];
    lane.settle(first, delivered);
    const { saved } = lane.snapshot();
    lane.settle(second, delivered);
    saved();
    assert.equal(lane.wantsSave, true);
  });
});

describe('an event that failed', () => {
  for (const outcome of [delivered, refused])
    test(`gets a strike, and waits by itself, when another is ${outcome.kind}`, () => {
      const lane = laneWith({ fresh: 2, rules: { inFlight: 1 } });
      lane.settle(taken(lane), trouble);
      lane.snapshot().saved();
      const others = lane.settle(taken(lane), outcome);
      assert.equal(others.length, outcome === refused ? 1 : 0);
      const [{ sequence, attempts, strikes, notBeforeMs } = assert.fail()] = positionOf(lane).waiting ?? [];
      assert.deepEqual([sequence, attempts, strikes], [1, 1, 1]);
      assert.ok(notBeforeMs >= nowMs + 4 * secondMs && notBeforeMs <= nowMs + 6 * secondMs);
    });

  test('waits a part of that where time is scaled', () => {
    const lane = laneWith({ fresh: 2, rules: { inFlight: 1, timeScale: 100 } });
    lane.settle(taken(lane), trouble);
    lane.snapshot().saved();
    lane.settle(taken(lane), delivered);
    assert.ok((positionOf(lane).waiting?.[0]?.notBeforeMs ?? 0) <= nowMs + 60);
  });

  test('is given up at the last strike, once, and not tried again meanwhile', () => {
    const lane = laneWith({ waits: [waiting(1, { attempts: 4, strikes: 2 })], fresh: 3, rules: { inFlight: 1 } });
    lane.settle(taken(lane), trouble);
    lane.snapshot().saved();
    const [burial = assert.fail(), ...others] = lane.settle(taken(lane), delivered);
    assert.deepEqual(others, []);
    assert.deepEqual([burial.sequence, burial.attempts, burial.status], [1, 5, 500]);
    lane.snapshot().saved();
    assert.deepEqual(sequencesOf(lane), [], 'its place is taken until it is buried');
    lane.buried(burial);
    lane.snapshot().saved();
    assert.equal(taken(lane).sequence, 3);
  });

  test('is not given up where order is to be kept, nor when the endpoint only asked for patience', () => {
    const almost = waiting(1, { strikes: 2 });
    const inOrder = laneWith({ filter: { keepOrder: true }, waits: [almost] });
    inOrder.settle(taken(inOrder), trouble);
    inOrder.snapshot().saved();
    assert.equal(inOrder.isStopped, true);
    assert.equal(positionOf(inOrder).waiting?.[0]?.strikes, 2);

    const throttled = laneWith({ waits: [almost], fresh: 1 });
    const [first, second] = [taken(throttled), taken(throttled)];
    throttled.settle(first, { ...trouble, status: 429 });
    assert.deepEqual(throttled.settle(second, delivered), []);
    assert.equal(positionOf(throttled).waiting?.[0]?.strikes, 2);
    assert.ok('againInMs' in throttled.conclude(), 'the wait holds although another got through');
  });

  test('stays a replay', () => {
    const lane = laneWith({ waits: [waiting(1, { isReplay: true })] });
    const task = taken(lane);
    assert.equal(task.isReplay, true);
    lane.settle(task, trouble);
    assert.equal(positionOf(lane).waiting?.[0]?.isReplay, true);
  });

  test('is the endpoint’s fault when a second one fails, and then nothing more is tried', () => {
    const lane = laneWith({ fresh: 5, rules: { inFlight: 1 } });
    for (let failed = 0; failed < 2; failed++) {
      assert.equal(lane.isStopped, false);
      lane.settle(taken(lane), trouble);
      lane.snapshot().saved();
    }
    assert.equal(lane.isStopped, true);
    assert.equal(lane.take(), undefined);
  });
});

describe('a lane has reason to come back', () => {
  const due = (ms: number) => waiting(1, { notBeforeMs: nowMs + ms });

  test('when the next event that waits is due, or its digest', () => {
    assert.deepEqual(laneWith({ waits: [due(30_000)] }).conclude(), { againInMs: 30_000 });
    const digest = {
      source: 'alerts',
      first: 1,
      last: 3,
      attempts: 1,
      strikes: 1,
      notBeforeMs: nowMs + 9_000,
    } as const;
    assert.deepEqual(laneWith({ state: { digest } }).conclude(), { againInMs: 9_000 });
    assert.deepEqual(laneWith({}).conclude(), {});
  });

  test('for which one hint is enough, however often it is looked at before', () => {
    const wakeAtMs = nowMs + 30_000;
    const lane = laneWith({ waits: [due(30_000)], state: { wakeAtMs } });
    assert.deepEqual(lane.conclude(), {});
    assert.equal(lane.snapshot().state.wakeAtMs, wakeAtMs);
  });

  test('earlier than the hint that is out when an event is due before it, and when that hint is past', () => {
    for (const wakeAtMs of [nowMs + 60_000, nowMs - 1])
      assert.deepEqual(laneWith({ waits: [due(30_000)], state: { wakeAtMs } }).conclude(), { againInMs: 30_000 });
  });
});
