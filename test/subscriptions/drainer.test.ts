import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Table } from '../../functions/storage/table.ts';
import { drainSubscription } from '../../functions/subscriptions/drainSubscription.ts';
import { probeSubscription } from '../../functions/subscriptions/probeSubscription.ts';
import { replayEvents } from '../../functions/subscriptions/replayEvents.ts';
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
  type Process,
  raise,
  subscribeTo,
  sweep,
} from './subscriptionFixture.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
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
    test(`gives up ${poison.join(', ')}, which always fail, and delivers all others`, async () => {
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

  test('buries nothing while the endpoint is away, knocks at most 30 s apart for an hour, and catches up', async () => {
    const process = open({ attemptsPerEvent: 3 });
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(60));
    sink.answer = () => ({ status: 503 });
    const waits = await drainUntilQuiet(process, subscriptionId, { forMs: hourMs - 1 });
    assert.ok(waits.length > 100, `${waits.length} probes`);
    assert.ok(waits.every((waitMs) => waitMs <= 30_000));
    process.world.clock.nowMs += 20 * hourMs;
    const [later = 0] = await drainUntilQuiet(process, subscriptionId, { forMs: 1 });
    assert.ok(later > 10 * minuteMs && later <= 15 * minuteMs, `${later} ms`);
    assert.deepEqual(await deadLettersOf(process, subscriptionId), []);
    assert.equal((await cursorOf(process, subscriptionId)).position.cursor, 0);
    const inVain = sink.received.length;
    sink.answer = () => ok;
    await drainUntilQuiet(process, subscriptionId);
    const taken = sink.received.slice(inVain);
    assert.equal(taken.length, 60);
    assert.equal(new Set(taken.map(({ alertId }) => alertId)).size, 60);
    const webhookIds = new Map(sink.received.map(({ alertId, headers }) => [alertId, headers['webhook-id']]));
    for (const { alertId, headers } of sink.received) assert.equal(headers['webhook-id'], webhookIds.get(alertId));
    assert.equal(new Set(webhookIds.values()).size, 60);
    assert.deepEqual(await deadLettersOf(process, subscriptionId), []);
  });

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

  test('keeps away for as long as Retry-After says, although others of the same moment got through', async () => {
    const process = open({ attemptsPerEvent: 2 });
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(30));
    const answered = { good: 0, throttled: 0 };
    sink.answer = () => {
      if (answered.good >= 5 && answered.throttled < 4) {
        answered.throttled++;
        return { status: 429, headers: { 'retry-after': '120' } };
      }
      answered.good++;
      return ok;
    };
    for (let wave = 0; wave < 3; wave++) {
      Object.assign(answered, { good: 0, throttled: 0 });
      const { againInMs = 0 } = await process.drainer.drain(subscriptionId, silentLog);
      assert.ok(answered.throttled > 0);
      assert.ok(againInMs >= 120_000, `back in ${againInMs} ms`);
      const sent = sink.received.length;
      process.world.clock.nowMs += 119_000;
      assert.deepEqual(await process.drainer.drain(subscriptionId, silentLog), { endpoint: 'well' });
      assert.deepEqual(await sweep(process), []);
      assert.equal(sink.received.length, sent);
      process.world.clock.nowMs += 10_000;
      await raise(process, ...numbered(20, `wave${wave}-`));
    }
    sink.answer = () => ok;
    await drainUntilQuiet(process, subscriptionId);
    // To be throttled is no fault of the event.
    assert.deepEqual(await deadLettersOf(process, subscriptionId), []);
    assert.equal((await cursorOf(process, subscriptionId)).position.cursor, 90);
  });

  for (const status of [503, 429])
    test(`delivers all others when one event always answers ${status} with Retry-After`, async () => {
      const process = open({ attemptsPerEvent: 3 });
      const { subscriptionId } = await subscribeTo(process, sink.url);
      sink.answer = ({ alertId }) => (alertId === 'poison' ? { status, headers: { 'retry-after': '1' } } : ok);
      await raise(process, 'poison');
      await process.drainer.drain(subscriptionId, silentLog);
      const others = numbered(50);
      await raise(process, ...others);
      await drainUntilQuiet(process, subscriptionId, { forMs: 3_600_000 });
      assert.deepEqual(new Set(sink.alertIds.filter((id) => id !== 'poison')), new Set(others));
      // To be throttled is no fault of the event; it waits, and holds up nothing.
      const dead = await deadLettersOf(process, subscriptionId);
      assert.equal(dead.length, status === 429 ? 0 : 1);
      const { position } = await cursorOf(process, subscriptionId);
      assert.equal(position.cursor, status === 429 ? 0 : 51);
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

  test('hands on after some minutes, however many hints come in meanwhile', async (context) => {
    const process = open({ leaseMs: 60 });
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    let passedMs = 0;
    const { now } = performance;
    context.mock.method(performance, 'now', () => now.call(performance) + passedMs);
    sink.answer = async () => {
      passedMs += 5 * minuteMs;
      await raise(process, `a${sink.received.length + 1}`);
      await process.drainer.drain(subscriptionId, silentLog);
      // Long enough for it to look at the time.
      await sleep(100);
      return sink.received.length < 8 ? ok : { status: 503 };
    };
    assert.deepEqual(await process.drainer.drain(subscriptionId, silentLog), { againInMs: 0, endpoint: 'well' });
    assert.equal(sink.received.length, 1);
  });

  test('ends the subscription when the callback answers 410', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 410 });
    assert.deepEqual(await process.drainer.drain(subscriptionId, silentLog), { endpoint: 'well' });
    const stored = await process.subscriptions.read(subscriptionId);
    assert.equal(stored?.subscription.state, 'ended');
    assert.match(stored?.subscription.stateReason ?? '', /410/);
    assert.equal((await cursorOf(process, subscriptionId)).heldForMs, 0);
    await raise(process, 'a2');
    await process.drainer.drain(subscriptionId, silentLog);
    assert.equal(sink.received.length, 1);
    assert.deepEqual(await sweep(process), []);
  });

  test('leaves a subscription deleted whose callback answers 410 afterwards', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = async () => {
      await process.subscriptions.update(subscriptionId, (current) => current && { ...current, state: 'deleted' });
      return { status: 410 };
    };
    await process.drainer.drain(subscriptionId, silentLog);
    assert.equal((await process.subscriptions.read(subscriptionId))?.subscription.state, 'deleted');
  });

  test('waits for no time that lies further off than any endpoint may ask for, since a wrong clock set it', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    const keepBackFor = (waitMs: number) =>
      process.cursors.update(subscriptionId, (state) => ({ ...state, retryAtMs: process.world.clock.nowMs + waitMs }));
    await keepBackFor(25 * hourMs);
    await process.drainer.drain(subscriptionId, silentLog);
    assert.deepEqual(sink.alertIds, []);
    await keepBackFor(25 * hourMs + 1);
    await process.drainer.drain(subscriptionId, silentLog);
    assert.deepEqual(sink.alertIds, ['a1']);
  });

  test('suspends the subscription after 24 hours of nothing but 404', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 404 });
    for (const passedMs of [0, 12 * hourMs, 11.9 * hourMs]) {
      process.world.clock.nowMs += passedMs;
      await process.drainer.drain(subscriptionId, silentLog);
      assert.equal((await process.subscriptions.read(subscriptionId))?.subscription.state, 'active');
    }
    process.world.clock.nowMs += 0.5 * hourMs;
    assert.deepEqual(await process.drainer.drain(subscriptionId, silentLog), { endpoint: 'well' });
    const stored = await process.subscriptions.read(subscriptionId);
    assert.equal(stored?.subscription.state, 'suspended');
    assert.match(stored?.subscription.stateReason ?? '', /404 for 24 hours/);
    assert.equal(sink.received.length, 4);
  });

  test('does not suspend when one answer of the day is another than 404', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    for (const status of [404, 500, 404, 404]) {
      sink.answer = () => ({ status });
      await process.drainer.drain(subscriptionId, silentLog);
      process.world.clock.nowMs += 11 * hourMs;
    }
    assert.equal(sink.received.length, 4);
    assert.equal((await process.subscriptions.read(subscriptionId))?.subscription.state, 'active');
  });

  test('makes a dead letter of what the callback refuses, and is not done before that is stored', async () => {
    const gate = Promise.withResolvers<void>();
    const process = open({
      inFlight: 4,
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

  test('leaves an endpoint in trouble to the queue of probes, which takes no place from those that are well', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 503 });
    const hint = { subscriptionId };
    const run = { correlationId: 'a hint', log: silentLog };
    process.hinted.length = 0;
    await drainSubscription.run(process, hint as never, run);
    assert.deepEqual(process.probed, [subscriptionId]);
    assert.ok((process.hinted[0]?.delayMs ?? 0) > 0);
    // While it is kept back nobody asks again; afterwards an event that comes in is handed on as well.
    await drainSubscription.run(process, hint as never, run);
    assert.equal(process.hinted.length, 1);
    process.world.clock.nowMs += 30_000;
    assert.deepEqual(await sweep(process), [subscriptionId]);
    await drainSubscription.run(process, hint as never, run);
    assert.deepEqual(process.probed, [subscriptionId, subscriptionId, subscriptionId]);
    assert.equal(sink.received.length, 1);
    sink.answer = () => ok;
    await probeSubscription.run(process, hint as never, run);
    assert.equal(sink.received.length, 2);
    await raise(process, 'a2');
    await drainSubscription.run(process, hint as never, run);
    assert.deepEqual(sink.alertIds, ['a1', 'a1', 'a2']);
    assert.equal(process.probed.length, 3);
  });

  test('comes back to an endpoint in trouble also when somebody asked for it in the meantime', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    const held = Promise.withResolvers<Answer>();
    sink.answer = () => held.promise;
    const drained = process.drainer.drain(subscriptionId, silentLog);
    await until('it was sent', () => sink.received.length === 1);
    await process.drainer.drain(subscriptionId, silentLog);
    held.resolve({ status: 503 });
    const { againInMs, endpoint } = await drained;
    assert.notEqual(againInMs, undefined);
    assert.equal(endpoint, 'troubled');
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

  test('sends nothing twice when several processes are told of the same work at once', async () => {
    const processes = [open({ inFlight: 4 }), open({ inFlight: 4 }), open({ inFlight: 4 })];
    const [writer] = processes as [Process];
    const { subscriptionId } = await subscribeTo(writer, sink.url);
    for (let round = 0; round < 5; round++) {
      await raise(writer, ...numbered(20, `r${round}-`));
      await Promise.all(
        processes.flatMap(({ drainer }) => [
          drainer.drain(subscriptionId, silentLog),
          drainer.drain(subscriptionId, silentLog),
        ]),
      );
    }
    await drainUntilQuiet(writer, subscriptionId);
    assert.equal(sink.received.length, 100);
    assert.equal(new Set(sink.alertIds).size, 100);
  });

  test('takes over from a process that died, and repeats no more than it had in flight', async () => {
    let isDead = false;
    const dying = Promise.withResolvers<never>();
    dying.promise.catch(() => undefined);
    // A dead process reads and writes nothing more.
    const alive = <T>(work: () => Promise<T>): Promise<T> => (isDead ? dying.promise : work());
    const first = open({
      inFlight: 4,
      leaseMs: 1_000,
      through: (table) => ({
        ...table,
        read: (...place) => alive(() => table.read(...place)),
        commit: (...change) => alive(() => table.commit(...change)),
      }),
    });
    const { subscriptionId } = await subscribeTo(first, sink.url);
    await raise(first, ...numbered(30));
    sink.answer = () => {
      if (sink.received.length === 13) isDead = true;
      return ok;
    };
    const abandoned = first.drainer.drain(subscriptionId, silentLog).catch(() => undefined);
    await until('the process dies', () => isDead);
    const second = open({ inFlight: 4, leaseMs: 1_000 });
    const { againInMs = 0 } = await second.drainer.drain(subscriptionId, silentLog);
    assert.ok(againInMs > 0 && againInMs <= 2_000, 'the lease of the dead process still holds');
    assert.deepEqual(await sweep(second), []);
    await until('the lease has run out', async () => (await cursorOf(second, subscriptionId)).heldForMs === 0);
    assert.deepEqual(await sweep(second), [subscriptionId]);
    await drainUntilQuiet(second, subscriptionId);
    assert.equal(new Set(sink.alertIds).size, 30);
    assert.ok(sink.received.length - 30 <= 4, `${sink.received.length - 30} repeated`);
    for (const alertId of sink.alertIds)
      assert.equal(new Set(sink.of(alertId).map(({ headers }) => headers['webhook-id'])).size, 1);
    dying.reject(new Error('dead'));
    await abandoned;
  });

  /** A drain whose deliveries are held, and whose lease has as much time pass as it is told. */
  const holding = async (context: TestContext, { drainer, cursors }: Process, subscriptionId: string) => {
    context.mock.timers.enable({ apis: ['setInterval'] });
    const answer = Promise.withResolvers<Answer>();
    sink.answer = () => answer.promise;
    const drained = drainer.drain(subscriptionId, silentLog);
    await until(
      'all places are taken',
      () => drainer.underWay(subscriptionId) === sink.received.length && sink.received.length > 0,
    );
    const etag = async () => (await cursors.read(subscriptionId))?.etag;
    return {
      drained,
      letGo: () => answer.resolve(ok),
      async renewsWithin(passedMs: number): Promise<void> {
        const before = await etag();
        context.mock.timers.tick(passedMs);
        await until('the lease is renewed', async () => (await etag()) !== before);
      },
    };
  };
  const leaseMs = 30_000;

  test('keeps its lease for as long as a delivery takes', async (context) => {
    const [first, second] = [open({ leaseMs }), open({ leaseMs })];
    const { subscriptionId } = await subscribeTo(first, sink.url);
    await raise(first, 'a1');
    const { drained, letGo, renewsWithin } = await holding(context, first, subscriptionId);
    for (let passed = 0; passed < 4; passed++) {
      await renewsWithin(leaseMs / 2);
      const { againInMs } = await second.drainer.drain(subscriptionId, silentLog);
      assert.notEqual(againInMs, undefined);
    }
    letGo();
    await drained;
    assert.equal(sink.received.length, 1);
  });

  test('stops at once for a subscription that was replaced or deleted, and keeps its lease until its deliveries have ended', async (context) => {
    const process = open({ inFlight: 2, leaseMs });
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(6));
    const { drained, letGo, renewsWithin } = await holding(context, process, subscriptionId);
    await process.subscriptions.update(
      subscriptionId,
      (current) => current && { ...current, updatedAt: new Date(process.world.clock.nowMs + 1).toISOString() },
    );
    await renewsWithin(leaseMs / 2);
    assert.ok((await cursorOf(process, subscriptionId)).heldForMs > 0);
    letGo();
    assert.deepEqual(await drained, { againInMs: 0, endpoint: 'well' });
    assert.equal(sink.received.length, 2);
    assert.deepEqual((await cursorOf(process, subscriptionId)).position, { cursor: 2 });
  });

  for (const [minutes, what, expected] of [
    [3.9, 'goes on with a backlog for four minutes', 6],
    [4.1, 'hands a backlog on after four minutes, before its host ends it', 2],
  ] as const)
    test(what, async (context) => {
      const process = open({ inFlight: 2, leaseMs });
      const { subscriptionId } = await subscribeTo(process, sink.url);
      await raise(process, ...numbered(6));
      const { drained, letGo, renewsWithin } = await holding(context, process, subscriptionId);
      const { now } = performance;
      context.mock.method(performance, 'now', () => now.call(performance) + minutes * minuteMs);
      await renewsWithin(leaseMs / 2);
      letGo();
      assert.deepEqual(await drained, expected === 6 ? { endpoint: 'well' } : { againInMs: 0, endpoint: 'well' });
      assert.equal(sink.received.length, expected);
    });

  test('looks again when it is told of more while it gives its lease back', async () => {
    let giveBack = async (): Promise<void> => {};
    const process = open({
      through: (table, name) => ({
        ...table,
        async commit(partitionKey, changes) {
          const etags = await table.commit(partitionKey, changes);
          const [change] = changes;
          if (name === 'cursors' && change && 'values' in change && change.values.lease === 'free') await giveBack();
          return etags;
        },
      }),
    });
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    giveBack = async () => {
      giveBack = async () => {};
      await raise(process, 'a2');
      assert.deepEqual(await process.drainer.drain(subscriptionId, silentLog), { endpoint: 'well' });
    };
    await process.drainer.drain(subscriptionId, silentLog);
    assert.deepEqual(sink.alertIds, ['a1', 'a2']);
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
