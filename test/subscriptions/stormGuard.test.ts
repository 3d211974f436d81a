import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import { onConnectorHealth } from '../../functions/health/onConnectorHealth.ts';
import { testHealth } from '../../functions/health/testHealth.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { replayEvents } from '../../functions/subscriptions/replayEvents.ts';
import { sendTestEvent } from '../../functions/subscriptions/sendTestEvent.ts';
import { silentLog } from '../silentLog.ts';
import { until } from '../until.ts';
import type { Answer, Received } from './callbackSink.ts';
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

interface Digest {
  readonly count: number;
  readonly eventIds: readonly string[];
  readonly [name: string]: unknown;
}
const isDigest = ({ event }: Received): boolean => event.type === 'digest';
const digestIn = ({ event }: Received): Digest => event.digest as Digest;

describe('the storm guard', async () => {
  const { sink, open } = await freshWorlds();
  const digests = () => sink.received.filter(isDigest);
  const singles = () => sink.alertIds.filter((alertId) => alertId !== '');

  test('lets so many a minute through, sends one digest of the rest, and ends by itself', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url, { stormLimitPerMinute: 3 });
    const first = await raise(process, ...numbered(6));
    const { againInMs } = await process.drainer.drain(subscriptionId, silentLog);
    assert.deepEqual(singles().toSorted(), numbered(3));
    assert.equal(againInMs, minuteMs);
    process.world.clock.nowMs += 20_000;
    const others = await raise(process, ...numbered(4, 'b'));
    assert.deepEqual(await process.drainer.drain(subscriptionId, silentLog), { againInMs: 40_000, endpoint: 'well' });
    assert.equal(sink.received.length, 3);
    await drainUntilQuiet(process, subscriptionId, { forMs: 41_000 });
    process.world.clock.nowMs += 40_000;
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(sink.received.length, 4);
    const [digest = assert.fail()] = digests();
    const covered = [...first.slice(3), ...others];
    const { count, eventIds, from, to, bySeverity, byPolicy, byUser } = digestIn(digest);
    assert.equal(count, 7);
    assert.deepEqual(
      eventIds,
      covered.map(({ eventId }) => eventId),
    );
    assert.deepEqual([from, to], [covered[0]?.detectedAt, covered.at(-1)?.detectedAt]);
    const [{ facets } = assert.fail()] = covered;
    assert.deepEqual(bySeverity, [{ name: facets.severity, count: 7 }]);
    assert.deepEqual(byPolicy, [{ name: facets.policies?.[1], count: 7 }]);
    assert.deepEqual(byUser, [{ name: facets.users?.[0], count: 7 }]);
    assert.deepEqual((await cursorOf(process, subscriptionId)).position, { cursor: 10 });
    await raise(process, 'later');
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(singles().at(-1), 'later');
    assert.equal(digests().length, 1);
  });

  test('fits what the trigger says that it delivers', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url, { stormLimitPerMinute: 1 });
    await raise(process, ...numbered(3));
    await drainUntilQuiet(process, subscriptionId);
    const notification = onDlpAlert.trigger?.mode === 'webhook' ? onDlpAlert.trigger.notification : assert.fail();
    for (const { event } of sink.received) assert.deepEqual(validatorOf(notification, 'event')(event), []);
    assert.equal(sink.received.length, 2);
  });

  test('holds nothing when it is off', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(200));
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(new Set(singles()).size, 200);
    assert.equal(digests().length, 0);
  });

  test('sends a digest again under the same id and with the same contents, after a failure and after a death', async () => {
    const dying = Promise.withResolvers<never>();
    dying.promise.catch(() => undefined);
    let isDead = false;
    const alive = <T>(work: () => Promise<T>): Promise<T> => (isDead ? dying.promise : work());
    const first = open({
      leaseMs: 1_000,
      through: (table) => ({
        ...table,
        read: (...place) => alive(() => table.read(...place)),
        commit: (...change) => alive(() => table.commit(...change)),
      }),
    });
    const { subscriptionId } = await subscribeTo(first, sink.url, { stormLimitPerMinute: 2 });
    await raise(first, ...numbered(8));
    await first.drainer.drain(subscriptionId, silentLog);
    first.world.clock.nowMs += minuteMs;
    sink.answer = (received) => {
      if (!isDigest(received)) return ok;
      if (digests().length === 1) return { status: 503 };
      // It is taken, and nobody hears of that any more.
      isDead = true;
      return ok;
    };
    const { againInMs = 0 } = await first.drainer.drain(subscriptionId, silentLog);
    first.world.clock.nowMs += Math.ceil(againInMs);
    const abandoned = first.drainer.drain(subscriptionId, silentLog).catch(() => undefined);
    await until('the process dies', () => isDead);
    const second = open({ leaseMs: 1_000 });
    await raise(second, ...numbered(3, 'after'));
    sink.answer = () => ok;
    await until('the lease has run out', async () => (await cursorOf(second, subscriptionId)).heldForMs === 0);
    assert.deepEqual(await sweep(second), [subscriptionId]);
    await drainUntilQuiet(second, subscriptionId);
    const sent = digests().filter(
      (digest) => digestIn(digest).eventIds[0] === digestIn(digests()[0] ?? assert.fail()).eventIds[0],
    );
    assert.equal(sent.length, 3);
    for (const name of ['eventId', 'digest', 'detectedAt'] as const)
      assert.equal(new Set(sent.map(({ event }) => JSON.stringify(event[name]))).size, 1, name);
    assert.equal(new Set(sent.map(({ headers }) => headers['webhook-id'])).size, 1);
    assert.equal((await cursorOf(second, subscriptionId)).position.cursor, 11);
    dying.reject(new Error('dead'));
    await abandoned;
  });

  test('forgets a digest of a source that the flow no longer follows', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url, { stormLimitPerMinute: 1 });
    await raise(process, ...numbered(3));
    sink.answer = (received) => (isDigest(received) ? { status: 503 } : ok);
    await drainUntilQuiet(process, subscriptionId, { forMs: 2 * minuteMs });
    assert.ok((await cursorOf(process, subscriptionId)).state.digest);
    const { status } = await call(onConnectorHealth, process, { caller: adele, body: { notificationUrl: sink.url } });
    assert.equal(status, 201);
    sink.answer = () => ok;
    await call(
      sendTestEvent,
      { ...process, testDrafts: { OnConnectorHealth: testHealth } },
      { caller: adele, body: { subscriptionId } },
    );
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(sink.received.at(-1)?.event.type, 'connectorHealth');
    assert.equal((await cursorOf(process, subscriptionId)).state.digest, undefined);
  });

  test('replays the events of a digest one by one', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url, { stormLimitPerMinute: 2 });
    const from = new Date(process.world.clock.nowMs).toISOString();
    await raise(process, ...numbered(8));
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(digests().length, 1);
    sink.received.length = 0;
    await call(replayEvents, process, { caller: adele, body: { subscriptionId, from } });
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(singles().toSorted(), numbered(8));
    assert.ok(sink.received.every(({ event }) => event.isReplay === true));
  });

  test('makes one dead letter of a digest that is refused, and replays it as single events', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url, { stormLimitPerMinute: 2 });
    await raise(process, ...numbered(6));
    sink.answer = (received) => (isDigest(received) ? { status: 400 } : ok);
    await drainUntilQuiet(process, subscriptionId);
    assert.equal((await cursorOf(process, subscriptionId)).position.cursor, 6);
    const [dead = assert.fail(), ...more] = await deadLettersOf(process, subscriptionId);
    assert.deepEqual(more, []);
    assert.equal(dead.reason, 'The callback refused the digest with 400.');
    assert.equal(dead.eventId, digests()[0]?.event.eventId);
    for (const wish of [{ eventIds: [dead.eventId] }, { deadLetters: true }]) {
      await process.deadLetters.put(subscriptionId, dead);
      sink.received.length = 0;
      const { json } = await call(replayEvents, process, { caller: adele, body: { subscriptionId, ...wish } });
      assert.deepEqual(json, { subscriptionId, looksThrough: 4, deadLettersLeft: 0 });
      await drainUntilQuiet(process, subscriptionId);
      assert.deepEqual(singles().toSorted(), ['a3', 'a4', 'a5', 'a6']);
    }
  });

  test('lets test events through, whatever storm there is', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url, { stormLimitPerMinute: 1 });
    await raise(process, ...numbered(3));
    await process.drainer.drain(subscriptionId, silentLog);
    await call(sendTestEvent, process, { caller: adele, body: { subscriptionId } });
    await raise(process, 'a4');
    await process.drainer.drain(subscriptionId, silentLog);
    assert.deepEqual(
      sink.received.map(({ event }) => event.isTest),
      [false, true],
    );
    await drainUntilQuiet(process, subscriptionId, { forMs: minuteMs });
    process.world.clock.nowMs += minuteMs;
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(digests().length, 1);
    assert.equal(digestIn(digests()[0] ?? assert.fail()).count, 3);
    assert.equal((await cursorOf(process, subscriptionId)).position.cursor, 5);
  });

  test('keeps the order: the digest before what came after it', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url, { stormLimitPerMinute: 2, keepOrder: true });
    await raise(process, ...numbered(5));
    await process.drainer.drain(subscriptionId, silentLog);
    process.world.clock.nowMs += minuteMs;
    sink.answer = (received) => (isDigest(received) && digests().length < 3 ? { status: 500 } : ok);
    await process.drainer.drain(subscriptionId, silentLog);
    await raise(process, ...numbered(2, 'b'));
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(
      sink.received.map((received) => (isDigest(received) ? 'digest' : received.alertId)),
      ['a1', 'a2', 'digest', 'digest', 'digest', 'b1', 'b2'],
    );
  });

  test('counts what the filters let through, and nothing else', async () => {
    const process = open();
    const input = { stormLimitPerMinute: 1, minimumSeverity: 'high' };
    const { subscriptionId } = await subscribeTo(process, sink.url, input);
    await appendEvents(
      process,
      (['high', 'low', 'low', 'high', 'low', 'high', 'low'] as const).map((severity, index) => ({
        draft: alertDraft(process.world, { severity, alertId: `s${index}` }),
        change: 'raised' as const,
      })),
    );
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(singles(), ['s0']);
    assert.equal(digestIn(digests()[0] ?? assert.fail()).count, 2);
    assert.deepEqual((await cursorOf(process, subscriptionId)).position, { cursor: 7 });
  });

  test('gives up a digest that fails while others get through', async () => {
    const process = open({ attemptsPerEvent: 3 });
    const { subscriptionId } = await subscribeTo(process, sink.url, { stormLimitPerMinute: 2 });
    await raise(process, ...numbered(5));
    let poisoned: unknown;
    sink.answer = (received) => {
      if (isDigest(received)) poisoned ??= received.event.eventId;
      return received.event.eventId === poisoned && isDigest(received) ? { status: 500 } : ok;
    };
    for (let round = 0; round < 30 && (await deadLettersOf(process, subscriptionId)).length === 0; round++) {
      await raise(process, `c${round}`);
      await drainUntilQuiet(process, subscriptionId, { forMs: 5 * minuteMs });
      process.world.clock.nowMs += minuteMs;
    }
    const [dead] = await deadLettersOf(process, subscriptionId);
    assert.equal(dead?.eventId, poisoned);
    assert.match(dead?.reason ?? '', /The digest failed 3 times while others got through/);
  });
});
