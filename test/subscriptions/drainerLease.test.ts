import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog } from '../silentLog.ts';
import { until } from '../until.ts';
import type { Answer } from './callbackSink.ts';
import { freshWorlds } from './freshWorlds.ts';
import { cursorOf, drainUntilQuiet, numbered, type Process, raise, subscribeTo, sweep } from './subscriptionFixture.ts';

const minuteMs = 60_000;
const ok: Answer = { status: 202 };

describe('the lease of a drainer', async () => {
  const { sink, open } = await freshWorlds();

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
});
