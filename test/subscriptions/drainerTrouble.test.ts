import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drainSubscription } from '../../functions/subscriptions/drainSubscription.ts';
import { probeSubscription } from '../../functions/subscriptions/probeSubscription.ts';
import { silentLog } from '../silentLog.ts';
import { until } from '../until.ts';
import type { Answer } from './callbackSink.ts';
import { freshWorlds } from './freshWorlds.ts';
import {
  cursorOf,
  deadLettersOf,
  drainUntilQuiet,
  numbered,
  raise,
  subscribeTo,
  sweep,
} from './subscriptionFixture.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const ok: Answer = { status: 202 };

describe('a drainer whose endpoint is in trouble', async () => {
  const { sink, open } = await freshWorlds();

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
});
