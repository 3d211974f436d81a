import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Table } from '../../functions/storage/table.ts';
import { replayEvents } from '../../functions/subscriptions/replayEvents.ts';
import { seeded } from '../faults/seeded.ts';
import { silentLog } from '../silentLog.ts';
import { until } from '../until.ts';
import type { Answer } from './callbackSink.ts';
import { freshWorlds } from './freshWorlds.ts';
import {
  adele,
  alertDraft,
  appendEvents,
  call,
  cursorOf,
  deadLettersOf,
  drainUntilQuiet,
  numbered,
  raise,
  subscribeTo,
  sweep,
} from './subscriptionFixture.ts';

const minuteMs = 60_000;
const ok: Answer = { status: 202 };

describe('a drainer', async () => {
  const { sink, open } = await freshWorlds();

  test('moves the cursor over what the log has dropped, although it never saw it', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(20, 'old'));
    const later = new Date(process.world.clock.nowMs + 1);
    assert.ok((await process.log.purge('alerts', { entries: later, records: new Date(0) })) > 0);
    process.world.clock.nowMs += 1_000;
    await raise(process, ...numbered(3));
    // Another process has the old entries in no tail of its own.
    const other = open();
    assert.deepEqual(await drainUntilQuiet(other, subscriptionId), []);
    assert.deepEqual([...sink.alertIds].toSorted(), numbered(3));
    assert.deepEqual((await cursorOf(other, subscriptionId)).position, { cursor: 23 });
  });

  test('moves the cursor over what failed until the log dropped it', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 503 });
    const { againInMs = 0 } = await process.drainer.drain(subscriptionId, silentLog);
    await process.log.purge('alerts', { entries: new Date(process.world.clock.nowMs + 1), records: new Date(0) });
    process.world.clock.nowMs += againInMs;
    // Another process has it in no tail of its own.
    const other = open();
    assert.deepEqual(await drainUntilQuiet(other, subscriptionId), []);
    assert.deepEqual(sink.alertIds, ['a1']);
    assert.deepEqual(await deadLettersOf(other, subscriptionId), []);
    assert.deepEqual((await cursorOf(other, subscriptionId)).position, { cursor: 1 });
  });

  test('delivers every event once, so many at a time and started in the order of the log', async () => {
    const process = open({ inFlight: 4 });
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(40));
    const full = Promise.withResolvers<void>();
    sink.answer = async () => {
      if (sink.received.length === 4) full.resolve();
      await full.promise;
      return ok;
    };
    assert.deepEqual(await drainUntilQuiet(process, subscriptionId), []);
    assert.equal(sink.mostAtOnce, 4);
    assert.deepEqual(sink.alertIds.slice(0, 4).toSorted(), numbered(4));
    assert.deepEqual([...sink.alertIds].toSorted(), numbered(40).toSorted());
    for (const [index, { event }] of sink.received.entries())
      assert.ok(
        Math.abs(index + 1 - Number(event.sequence)) < 4,
        `event ${event.sequence} came as number ${index + 1}`,
      );
    const { position, state, heldForMs } = await cursorOf(process, subscriptionId);
    assert.deepEqual(position, { cursor: 40 });
    assert.equal(state.delivered, 40);
    assert.equal(heldForMs, 0);
  });

  test('moves the cursor no further than to the first event that is not finished', async () => {
    const process = open({ inFlight: 4 });
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(12));
    const held = Promise.withResolvers<Answer>();
    sink.answer = ({ alertId }) => (alertId === 'a2' ? held.promise : ok);
    const drained = drainUntilQuiet(process, subscriptionId);
    const stored = async () => (await cursorOf(process, subscriptionId)).position;
    await until('what comes after it is stored', async () => (await stored()).finished !== undefined);
    assert.equal((await stored()).cursor, 1);
    assert.equal((await stored()).finished?.[0]?.[0], 3);
    held.resolve(ok);
    await drained;
    assert.deepEqual((await cursorOf(process, subscriptionId)).position, { cursor: 12 });
    assert.equal(sink.received.length, 12);
  });

  test('delivers one after another where order is to be kept, and holds up those behind one that fails', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url, { keepOrder: true });
    await raise(process, ...numbered(5));
    let failures = 0;
    sink.answer = ({ alertId }) => (alertId === 'a3' && failures++ < 3 ? { status: 500 } : ok);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds, ['a1', 'a2', 'a3', 'a3', 'a3', 'a3', 'a4', 'a5']);
    assert.equal(sink.mostAtOnce, 1);
    assert.deepEqual(await deadLettersOf(process, subscriptionId), []);
  });

  for (const poison of [['a3'], ['a3', 'a7'], ['a1', 'a2', 'a3']]) {
    test(`gives up ${poison.join(', ')}, which always fail, and delivers all others`, async (context) => {
      // Waits are drawn by lot: with unlucky ones all are given up only after more events than these.
      context.mock.method(Math, 'random', seeded(1));
      const process = open({ attemptsPerEvent: 3 });
      const { subscriptionId } = await subscribeTo(process, sink.url);
      sink.answer = ({ alertId }) => (poison.includes(alertId) ? { status: 500 } : ok);
      await raise(process, ...poison);
      await drainUntilQuiet(process, subscriptionId, { forMs: minuteMs / 2 });
      await raise(process, ...numbered(8).filter((alertId) => !poison.includes(alertId)));
      const later = numbered(40, 'b');
      for (const alertId of later) {
        await drainUntilQuiet(process, subscriptionId, { forMs: minuteMs });
        if ((await deadLettersOf(process, subscriptionId)).length === poison.length) break;
        await raise(process, alertId);
      }
      const dead = await deadLettersOf(process, subscriptionId);
      assert.deepEqual(
        dead.map(({ sequence, status }) => ({ sequence, status })),
        poison.map((_, index) => ({ sequence: index + 1, status: 500 })),
      );
      for (const { attempts, reason } of dead) {
        assert.ok(attempts >= 3);
        assert.match(reason, /failed 3 times while others got through/);
      }
      const good = sink.alertIds.filter((alertId) => !poison.includes(alertId));
      assert.equal(new Set(good).size, good.length);
      const { position } = await cursorOf(process, subscriptionId);
      assert.equal(position.cursor, (await process.log.head('alerts')).nextSequence - 1);
    });
  }

  test('counts the attempts at an event from 1', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => (sink.received.length < 4 ? { status: 502 } : ok);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(
      sink.received.map(({ event }) => event.attempt),
      [1, 2, 3, 4],
    );
  });

  test('drops what waits and is no longer wanted when its flow is saved with other filters, but for replays', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const [, replayed] = await appendEvents(
      process,
      (['low', 'low', 'high'] as const).map((severity, index) => ({
        draft: alertDraft(process.world, { severity, alertId: `s${index}` }),
        change: 'raised' as const,
      })),
    );
    sink.answer = ({ alertId }) => ({ status: alertId === 's1' ? 202 : 503 });
    await process.drainer.drain(subscriptionId, silentLog);
    await subscribeTo(process, sink.url, { minimumSeverity: 'high' });
    const named = { subscriptionId, eventIds: [replayed?.eventId] };
    assert.equal((await call(replayEvents, process, { caller: adele, body: named })).status, 200);
    sink.forget();
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual([...sink.alertIds].toSorted(), ['s1', 's2']);
    assert.deepEqual((await cursorOf(process, subscriptionId)).position, { cursor: 3 });
  });

  test('sends nothing to a host that an administrator no longer allows, and goes on when it is allowed again', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    const narrowed = open({ callbackRules: { hostSuffixes: ['.logic.azure.com'], allowsLoopback: false } });
    await narrowed.drainer.drain(subscriptionId, silentLog);
    assert.deepEqual(sink.received, []);
    const { state } = await cursorOf(process, subscriptionId);
    assert.match(state.lastTrouble?.reason ?? '', /CALLBACK_HOST_SUFFIXES/);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds, ['a1']);
  });

  test('makes a dead letter of what the callback refuses, and is not done before that is stored', async () => {
    const gate = Promise.withResolvers<void>();
    const process = open({
      inFlight: 4,
      // What was delivered is saved, at the latest, when the lease is renewed.
      leaseMs: 900,
      through: (table, name) =>
        name === 'deadLetters'
          ? { ...table, commit: async (...change) => gate.promise.then(() => table.commit(...change)) }
          : table,
    });
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(6));
    sink.answer = ({ alertId }) => (alertId === 'a1' ? { status: 422 } : ok);
    let isDone = false;
    const drained = drainUntilQuiet(process, subscriptionId).finally(() => {
      isDone = true;
    });
    const stored = async () => (await cursorOf(process, subscriptionId)).position;
    await until('all others are stored', async () => String((await stored()).finished) === '2,6');
    assert.equal((await stored()).cursor, 0);
    assert.equal(isDone, false);
    gate.resolve();
    await drained;
    const [dead] = await deadLettersOf(process, subscriptionId);
    assert.equal(dead?.eventId, sink.of('a1')[0]?.event.eventId);
    assert.equal(dead?.status, 422);
    assert.deepEqual((await cursorOf(process, subscriptionId)).position, { cursor: 6 });
    assert.equal(sink.received.length, 6);
  });

  test('ends with the fault when storage is away in the middle, and takes up the work afterwards', async () => {
    const first = open();
    const { subscriptionId } = await subscribeTo(first, sink.url);
    await raise(first, 'a1', 'a2');
    sink.answer = () => ({ status: 500 });
    const { againInMs = 0 } = await first.drainer.drain(subscriptionId, silentLog);
    first.world.clock.nowMs += againInMs;
    let isAway = true;
    const process = open({
      leaseMs: 100,
      through: (table, name): Table => ({
        ...table,
        list(query) {
          if (name === 'events' && isAway) throw new Error('storage is away');
          return table.list(query);
        },
      }),
    });
    await assert.rejects(process.drainer.drain(subscriptionId, silentLog), /storage is away/);
    isAway = false;
    sink.answer = () => ok;
    await until('the lease has run out', async () => (await cursorOf(process, subscriptionId)).heldForMs === 0);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual((await cursorOf(process, subscriptionId)).position, { cursor: 2 });
  });

  test('does not let a subscriber that hangs hold up another', async () => {
    const process = open();
    const slow = await subscribeTo(process, `${sink.url}&slow`);
    const quick = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(20));
    const held = Promise.withResolvers<Answer>();
    sink.answer = ({ path }) => (path.endsWith('slow') ? held.promise : ok);
    const hanging = drainUntilQuiet(process, slow.subscriptionId);
    await until('it hangs', () => process.drainer.underWay(slow.subscriptionId) === 16);
    await drainUntilQuiet(process, quick.subscriptionId);
    assert.equal(sink.received.filter(({ path }) => !path.endsWith('slow')).length, 20);
    assert.equal((await cursorOf(process, quick.subscriptionId)).position.cursor, 20);
    held.resolve(ok);
    await hanging;
    assert.equal((await cursorOf(process, slow.subscriptionId)).position.cursor, 20);
  });

  test('moves the cursor of a flow that wants nothing only once it is a thousand events behind', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url, { policies: ['no such policy'] });
    const cursorAfter = async (count: number): Promise<number> => {
      await raise(process, ...numbered(count));
      const [woken] = await sweep(process);
      if (woken !== undefined) assert.deepEqual(await process.drainer.drain(woken, silentLog), { endpoint: 'well' });
      return (await cursorOf(process, subscriptionId)).position.cursor;
    };
    assert.equal(await cursorAfter(999), 0);
    assert.equal(await cursorAfter(1), 1_000);
    assert.equal((await cursorOf(process, subscriptionId)).heldForMs, 0);
    assert.equal(sink.received.length, 0);
  });

  test('sends what waits in a process that knows nothing of the log yet', async () => {
    const first = open();
    const { subscriptionId } = await subscribeTo(first, sink.url);
    await raise(first, ...numbered(700));
    await drainUntilQuiet(open(), subscriptionId);
    assert.equal(new Set(sink.alertIds).size, 700);
    assert.equal(sink.received.length, 700);
  });
});
