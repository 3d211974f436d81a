import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { onInsiderRiskAlert } from '../../functions/alerts/onInsiderRiskAlert.ts';
import { appendEvent } from '../../functions/events/appendEvent.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import { toHealthDraft } from '../../functions/health/connectorHealth.ts';
import { onConnectorHealth } from '../../functions/health/onConnectorHealth.ts';
import { replayEvents } from '../../functions/subscriptions/replayEvents.ts';
import { silentLog } from '../silentLog.ts';
import { freshWorlds } from './freshWorlds.ts';
import {
  adele,
  alertDraft,
  appendEvents,
  call,
  cursorOf,
  deadLettersOf,
  drainUntilQuiet,
  megan,
  numbered,
  type Process,
  personNamed,
  raise,
  subscribeTo,
  sweep,
} from './subscriptionFixture.ts';

const dayMs = 24 * 60 * 60_000;

describe('ReplayEvents', async () => {
  const { sink, open } = await freshWorlds();
  let process: Process;
  beforeEach(() => {
    process = open();
  });

  const replay = (subscriptionId: string, wish: object, caller = adele) =>
    call(replayEvents, process, { caller, body: { subscriptionId, ...wish } });
  const at = (ms: number): string => new Date(ms).toISOString();

  /** Five events, a minute apart, that were delivered. */
  const delivered = async () => {
    const { clock } = process.world;
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const times: number[] = [];
    const eventIds: string[] = [];
    for (const alertId of numbered(5)) {
      clock.nowMs += 60_000;
      times.push(clock.nowMs);
      for (const { eventId } of await raise(process, alertId)) eventIds.push(eventId);
    }
    clock.nowMs += 60_000;
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(sink.received.length, 5);
    const first = sink.received.splice(0);
    return { subscriptionId, times, eventIds, first };
  };

  test('lets no more named events wait than a cursor bears', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const eventIds = (await raise(process, ...numbered(60))).map(({ eventId }) => eventId);
    const waiting = Array.from({ length: 950 }, (_, n) => ({
      sequence: 100 + n,
      attempts: 1,
      strikes: 1,
      notBeforeMs: 0,
    }));
    const positions = { alerts: { cursor: 60, waiting } };
    await process.cursors.update(subscriptionId, (state) => ({ ...state, positions }));
    assert.equal((await replay(subscriptionId, { eventIds })).status, 409);
    assert.deepEqual((await cursorOf(process, subscriptionId)).position, positions.alerts);
    assert.equal((await replay(subscriptionId, { eventIds: eventIds.slice(0, 50) })).status, 200);
    assert.equal((await cursorOf(process, subscriptionId)).position.waiting?.length, 1_000);
  });

  test('sends the events of a time span again, marked, under the ids that they had', async () => {
    const { subscriptionId, times, first } = await delivered();
    const [, second = 0, , fourth = 0] = times;
    process.hinted.length = 0;
    const { status, json } = await replay(subscriptionId, { from: at(second), to: at(fourth) });
    assert.equal(status, 200);
    assert.deepEqual(json, { subscriptionId, looksThrough: 2, deadLettersLeft: 0 });
    assert.deepEqual(process.hinted, [{ subscriptionId, delayMs: 0 }]);
    await raise(process, 'new');
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds.toSorted(), ['a2', 'a3', 'new']);
    for (const again of sink.received) {
      assert.equal(again.event.isReplay, again.alertId !== 'new');
      const before = first.find(({ alertId }) => alertId === again.alertId);
      if (!before) continue;
      assert.equal(again.headers['webhook-id'], before.headers['webhook-id']);
      const { deliveredAt, isReplay, ...event } = again.event;
      const { deliveredAt: _before, isReplay: _wasReplay, ...sentBefore } = before.event;
      assert.deepEqual(event, sentBefore);
    }
    sink.received.length = 0;
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(sink.received.length, 0);
  });

  test('takes times with any offset, and goes to the end of the log without an end', async () => {
    const { subscriptionId, times } = await delivered();
    const third = new Date((times[2] ?? 0) + 2 * 60 * 60_000).toISOString().replace('Z', '+02:00');
    assert.equal((await replay(subscriptionId, { from: third })).json.looksThrough, 3);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds.toSorted(), ['a3', 'a4', 'a5']);
  });

  test('takes times that leave the years of four digits in UTC', async () => {
    const { subscriptionId } = await delivered();
    const [first, last] = ['0000-01-01T00:00:00+05:00', '9999-12-31T23:59:59-05:00'];
    assert.equal((await replay(subscriptionId, { from: last })).json.looksThrough, 0);
    assert.equal((await replay(subscriptionId, { from: first, to: last })).json.looksThrough, 5);
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(sink.received.length, 5);
  });

  test('reaches behind the beginning of the subscription, within its filters', async () => {
    const { clock } = process.world;
    const start = clock.nowMs;
    clock.nowMs -= 10 * dayMs;
    await raise(process, 'past');
    await appendEvents(process, [
      { draft: alertDraft(process.world, { alertId: 'low', severity: 'low' }), change: 'raised' },
    ]);
    clock.nowMs = start;
    const { subscriptionId } = await subscribeTo(process, sink.url, { minimumSeverity: 'high' });
    await replay(subscriptionId, { from: at(start - 20 * dayMs) });
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds, ['past']);
  });

  test('sends the events that are named, each once, and leaves those to come to come', async () => {
    const { subscriptionId, eventIds } = await delivered();
    const [coming] = await raise(process, 'coming');
    const wanted = [eventIds[3], eventIds[0], coming?.eventId];
    assert.equal((await replay(subscriptionId, { eventIds: wanted })).json.looksThrough, 3);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds.toSorted(), ['a1', 'a4', 'coming']);
    assert.deepEqual(sink.received.map(({ alertId, event }) => [alertId, event.isReplay]).toSorted(), [
      ['a1', true],
      ['a4', true],
      ['coming', false],
    ]);
  });

  test('sends dead letters again and takes them off the list, until they are refused again', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, ...numbered(4));
    sink.answer = ({ alertId }) => ({ status: alertId === 'a2' || alertId === 'a3' ? 400 : 202 });
    await drainUntilQuiet(process, subscriptionId);
    const dead = await deadLettersOf(process, subscriptionId);
    assert.deepEqual(
      dead.map(({ sequence }) => sequence),
      [2, 3],
    );
    sink.received.length = 0;
    sink.answer = ({ alertId }) => ({ status: alertId === 'a2' ? 400 : 202 });
    assert.equal((await replay(subscriptionId, { deadLetters: true })).json.looksThrough, 2);
    assert.deepEqual(await deadLettersOf(process, subscriptionId), []);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds.toSorted(), ['a2', 'a3']);
    assert.ok(sink.received.every(({ event }) => event.isReplay === true && event.attempt === 1));
    assert.deepEqual(
      (await deadLettersOf(process, subscriptionId)).map(({ eventId }) => eventId),
      [dead[0]?.eventId],
    );
  });

  test('leaves the dead letters of another trigger that the flow had before on the list', async () => {
    const { clock } = process.world;
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const letter = { trigger: 'OnDlpAlert', reason: 'It was refused.', attempts: 1, at: at(clock.nowMs) };
    const before = [
      ...numbered(120).map((eventId, n) => ({ ...letter, eventId, source: 'alerts' as const, sequence: n + 100 })),
      { ...letter, eventId: 'digest-a', source: 'alerts' as const, sequence: 500, last: 510 },
    ];
    for (const deadLetter of before) await process.deadLetters.put(subscriptionId, deadLetter);
    const { status } = await call(onInsiderRiskAlert, process, { caller: adele, body: { notificationUrl: sink.url } });
    assert.equal(status, 201);
    const entries = await appendEvents(process, [
      { draft: alertDraft(process.world, { alertId: 'own', product: 'insiderRisk' }), change: 'raised' },
    ]);
    await drainUntilQuiet(process, subscriptionId);
    sink.received.length = 0;
    for (const { eventId, source, sequence } of entries)
      await process.deadLetters.put(subscriptionId, {
        ...letter,
        trigger: 'OnInsiderRiskAlert',
        eventId,
        source,
        sequence,
      });
    const { json } = await replay(subscriptionId, { deadLetters: true });
    assert.deepEqual(json, { subscriptionId, looksThrough: 1, deadLettersLeft: 0 });
    assert.equal((await replay(subscriptionId, { eventIds: ['digest-a'] })).status, 400);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds, ['own']);
    assert.equal(await process.deadLetters.count(subscriptionId), before.length);
  });

  test('refuses to send what is of another trigger, or told somebody else', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const [risk] = await appendEvents(process, [
      { draft: alertDraft(process.world, { product: 'insiderRisk' }), change: 'raised' },
    ]);
    assert.equal((await replay(subscriptionId, { eventIds: [risk?.eventId] })).status, 400);
    const notificationUrl = `${sink.url}&health`;
    const { json } = await call(onConnectorHealth, process, { caller: adele, body: { notificationUrl } });
    const [own, other] = await Promise.all(
      [adele, megan].map(({ tenantId, objectId }) =>
        appendEvent(process.log, 'health', {
          draft: toHealthDraft(
            { health: { component: 'subscription', name: objectId, state: 'stalled' }, owner: { tenantId, objectId } },
            1,
            new Date(process.world.clock.nowMs),
          ),
          change: 'raised',
          correlationId: 'test',
        }),
      ),
    );
    const statusOf = async (entry: LogEntry | undefined) =>
      (await replay(String(json.subscriptionId), { eventIds: [entry?.eventId] })).status;
    assert.deepEqual([await statusOf(own), await statusOf(other)], [200, 400]);
  });

  test('keeps a dead letter that is refused again before the replay has ended', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1', 'a2');
    sink.answer = () => ({ status: 400 });
    await drainUntilQuiet(process, subscriptionId);
    const busy = {
      ...process,
      cursors: {
        async update(...given: Parameters<typeof process.cursors.update>) {
          const isThere = await process.cursors.update(...given);
          sink.answer = ({ alertId }) => ({ status: alertId === 'a1' ? 400 : 202 });
          await drainUntilQuiet(process, subscriptionId);
          return isThere;
        },
      },
    };
    const { json } = await call(replayEvents, busy, { caller: adele, body: { subscriptionId, deadLetters: true } });
    assert.equal(json.deadLettersLeft, 1);
    assert.deepEqual(
      (await deadLettersOf(process, subscriptionId)).map(({ sequence }) => sequence),
      [1],
    );
  });

  test('makes a suspended subscription active again, and what it missed arrives', async () => {
    const { clock } = process.world;
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 404 });
    for (let day = 0; day < 2; day++) {
      await process.drainer.drain(subscriptionId, silentLog);
      clock.nowMs += dayMs;
    }
    const stored = async () => (await process.subscriptions.read(subscriptionId))?.subscription;
    assert.equal((await stored())?.state, 'suspended');
    await raise(process, 'a2');
    sink.answer = () => ({ status: 202 });
    sink.received.length = 0;
    assert.equal((await replay(subscriptionId, { from: at(clock.nowMs) })).status, 200);
    assert.equal((await stored())?.state, 'active');
    assert.equal((await stored())?.stateReason, undefined);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds.toSorted(), ['a1', 'a2']);
  });

  test('stops nobody’s back-off, nor the day of 404, but of the endpoint that it is for', async () => {
    const { subscriptionId, eventIds, times } = await delivered();
    const other = await subscribeTo(process, `${sink.url}&other`);
    const troubled = async (id: string) => {
      const { retryAtMs, notFoundSinceMs } = (await cursorOf(process, id)).state;
      return [retryAtMs, notFoundSinceMs].filter((time) => time !== undefined).length;
    };
    sink.answer = () => ({ status: 404 });
    await raise(process, 'a6');
    await process.drainer.drain(other.subscriptionId, silentLog);
    for (const wish of [{ eventIds: eventIds.slice(0, 1) }, { from: at(times[0] ?? 0) }]) {
      await process.drainer.drain(subscriptionId, silentLog);
      assert.equal(await troubled(subscriptionId), 2);
      assert.equal((await replay(subscriptionId, wish)).status, 200);
      assert.equal(await troubled(subscriptionId), 0);
    }
    assert.equal(await troubled(other.subscriptionId), 2);
  });

  test('has begun although the queue is away: the sweep finds it', async () => {
    const { subscriptionId, times } = await delivered();
    const { hints } = open({ queue: 'away' });
    const body = { subscriptionId, from: at(times[4] ?? 0) };
    const { status, lines } = await call(replayEvents, { ...process, hints }, { caller: adele, body });
    assert.equal(status, 200);
    assert.match(lines.join(), /A hint could not be left/);
    assert.deepEqual(await sweep(process), [subscriptionId]);
  });

  test('says 404 for somebody else’s subscription as for none, and replays nothing', async () => {
    const { subscriptionId, times } = await delivered();
    const wish = { from: at(times[0] ?? 0) };
    for (const caller of [megan, personNamed('Adele', 'another tenant')])
      assert.equal((await replay(subscriptionId, wish, caller)).status, 404);
    assert.equal((await replay('A'.repeat(22), wish)).status, 404);
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(sink.received.length, 0);
  });

  test('says 409 for a subscription that has ended', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 410 });
    await drainUntilQuiet(process, subscriptionId);
    assert.equal((await replay(subscriptionId, { from: at(0) })).status, 409);
  });

  test('refuses what is not exactly one wish, and ids of nothing that the log keeps', async () => {
    const { subscriptionId, times, eventIds } = await delivered();
    const [first = 0, second = 0] = times;
    const wishes: readonly (readonly [object, string])[] = [
      [{}, 'from'],
      [{ deadLetters: false }, 'from'],
      [{ from: at(first), deadLetters: true }, 'from'],
      [{ from: at(first), eventIds }, 'from'],
      [{ from: 'yesterday' }, 'from'],
      [{ to: at(first), eventIds }, 'to'],
      [{ from: at(second), to: at(first) }, 'to'],
      [{ from: at(first), to: at(first) }, 'to'],
      [{ eventIds: [] }, 'eventIds'],
      [{ eventIds: Array(101).fill(eventIds[0]) }, 'eventIds'],
      [{ eventIds: [eventIds[0], `alerts-1-${'A'.repeat(22)}`] }, 'eventIds[1]'],
      [{ eventIds: ['alerts-999-0000000000000000000000'] }, 'eventIds[0]'],
    ];
    for (const [wish, field] of wishes) {
      const { status, text } = await replay(subscriptionId, wish);
      assert.equal(status, 400, text);
      assert.ok(text.includes(field), text);
    }
    await drainUntilQuiet(process, subscriptionId);
    assert.equal(sink.received.length, 0);
  });
});
