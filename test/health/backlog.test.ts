import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { backlog } from '../../functions/health/backlog.ts';
import { unsubscribe } from '../../functions/subscriptions/unsubscribe.ts';
import { silentLog } from '../silentLog.ts';
import { freshWorlds } from '../subscriptions/freshWorlds.ts';
import {
  call,
  drainUntilQuiet,
  megan,
  numbered,
  type Process,
  personNamed,
  raise,
  subscribeTo,
} from '../subscriptions/subscriptionFixture.ts';

describe('backlog', async () => {
  const { sink, open } = await freshWorlds();

  const ask = async (process: Process) => {
    const { status, json, text } = await call(backlog, process, { method: 'GET', caller: personNamed('an operator') });
    assert.equal(status, 200, text);
    assert.ok(Array.isArray(json.subscriptions));
    const subscriptions: readonly { readonly subscriptionId: string }[] = json.subscriptions;
    const rowOf = (id: string) => subscriptions.find(({ subscriptionId }) => subscriptionId === id);
    return { subscriptions, totals: json.totals, rowOf, text };
  };

  test('is empty before the first poll', async () => {
    const { text } = await ask(open());
    assert.deepEqual(JSON.parse(text), {
      sources: [{ source: 'alerts', headSequence: 0 }],
      subscriptions: [],
      totals: { pending: 0, inFlight: 0, deadLetters: 0 },
    });
  });

  test('tells how far a source was read, and how long ago that was', async () => {
    const process = open();
    await raise(process, ...numbered(3));
    const lastPolledAt = new Date().toISOString();
    const watermark = new Date(Date.now() - 90_000).toISOString();
    await process.log.advance('alerts', await process.log.head('alerts'), { lastPolledAt, watermark });
    const { text } = await ask(process);
    const [{ lagSeconds, ...source }] = JSON.parse(text).sources;
    assert.deepEqual(source, { source: 'alerts', lastPolledAt, watermark, headSequence: 3 });
    assert.ok(lagSeconds >= 90 && lagSeconds < 150, String(lagSeconds));
  });

  test('tells of everybody’s subscriptions what waits since when, what is dead, and nothing secret', async () => {
    const process = open();
    const behind = await subscribeTo(process, sink.url);
    const done = await subscribeTo(process, `${sink.url}&done`, {}, megan);
    const other = await subscribeTo(process, `${sink.url}&other`, { policies: ['another policy'] }, megan);
    const deleted = await subscribeTo(process, `${sink.url}&deleted`);
    await call(unsubscribe, process, { method: 'DELETE', params: { subscriptionId: deleted.linkId } });

    sink.answer = ({ alertId }) => ({ status: alertId === 'bad' ? 400 : 202 });
    await raise(process, 'good', 'bad');
    await drainUntilQuiet(process, behind.subscriptionId);
    process.world.clock.nowMs += 5_000;
    const oldestPendingAt = new Date(process.world.clock.nowMs).toISOString();
    await raise(process, 'w1');
    process.world.clock.nowMs += 5_000;
    await raise(process, 'w2', 'w3');
    await drainUntilQuiet(process, done.subscriptionId);

    const { rowOf, subscriptions, totals, text } = await ask(process);
    const idle = { state: 'active', pending: 0, inFlight: 0, deadLetters: 0 };
    assert.equal(subscriptions.length, 3);
    assert.deepEqual(rowOf(behind.subscriptionId), {
      ...idle,
      subscriptionId: behind.subscriptionId,
      pending: 3,
      oldestPendingAt,
      deadLetters: 1,
    });
    assert.deepEqual(rowOf(done.subscriptionId), { ...idle, subscriptionId: done.subscriptionId, deadLetters: 1 });
    assert.deepEqual(rowOf(other.subscriptionId), { ...idle, subscriptionId: other.subscriptionId });
    assert.deepEqual(totals, { pending: 3, inFlight: 0, deadLetters: 2 });
    for (const secret of ['sig=', '127.0.0.1', behind.location.split('.').at(-1) ?? '', 'object-of-'])
      assert.ok(!text.includes(secret), secret);
  });

  test('counts what is under way as in flight, and as pending until it has ended', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const answered = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    let here = 0;
    sink.answer = async () => {
      here++;
      if (here === 4) arrived.resolve();
      await answered.promise;
      return { status: 202 };
    };
    await raise(process, ...numbered(4));
    const drained = process.drainer.drain(subscriptionId, silentLog);
    await arrived.promise;
    const during = await ask(process);
    answered.resolve();
    await drained;
    const afterwards = await ask(process);
    assert.deepEqual(during.totals, { pending: 4, inFlight: 4, deadLetters: 0 });
    assert.deepEqual(afterwards.totals, { pending: 0, inFlight: 0, deadLetters: 0 });
  });

  test('tells that a subscription has ended, for which nothing waits any more', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    sink.answer = () => ({ status: 410 });
    await raise(process, ...numbered(3));
    await drainUntilQuiet(process, subscriptionId);
    const { rowOf } = await ask(process);
    assert.deepEqual(rowOf(subscriptionId), {
      subscriptionId,
      state: 'ended',
      pending: 0,
      inFlight: 0,
      deadLetters: 0,
    });
  });
});
