import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import { eventProperties, requiredEventProperties } from '../../functions/events/event.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { unsubscribe } from '../../functions/subscriptions/unsubscribe.ts';
import { freshWorlds } from '../subscriptions/freshWorlds.ts';
import {
  adele,
  alertDraft,
  appendEvents,
  call,
  drainUntilQuiet,
  megan,
  type Process,
  personNamed,
  publicBaseUrl,
  raise,
  subscribeTo,
  sweep,
} from '../subscriptions/subscriptionFixture.ts';

const dayMs = 24 * 60 * 60_000;

describe('OnDlpAlert', async () => {
  const { sink, open } = await freshWorlds();
  let process: Process;
  beforeEach(() => {
    process = open();
  });

  const subscribe = (input: object) =>
    call(onDlpAlert, process, { caller: adele, body: { notificationUrl: sink.url, ...input } });

  test('answers 201 with the subscription and an absolute Location that holds a secret', async () => {
    const { status, json, headers } = await subscribe({});
    assert.equal(status, 201);
    assert.deepEqual(Object.keys(json), ['subscriptionId']);
    const location = headers.get('location') ?? '';
    assert.ok(location.startsWith(`${publicBaseUrl}/api/subscriptions/${json.subscriptionId}.`));
    const secret = location.split('.').at(-1) ?? '';
    assert.ok(Buffer.from(secret, 'base64url').length >= 32);
    assert.deepEqual(process.hinted, [{ subscriptionId: json.subscriptionId, delayMs: 0 }]);
  });

  test('subscribes while the queue is away, since a Location that nobody learns of could never be deleted', async () => {
    const { subscriptionId } = await subscribeTo(open({ queue: 'away' }), sink.url);
    assert.deepEqual(process.hinted, []);
    await raise(process, 'a1');
    assert.deepEqual(await sweep(process), [subscriptionId]);
  });

  test('keeps long filters in any script, and refuses those that no row holds', async () => {
    const subscribeWith = (lists: object) =>
      process.subscribe(adele, {
        trigger: onDlpAlert.operationId,
        sources: ['alerts'],
        types: ['dlpAlert'],
        notificationUrl: sink.url,
        criteria: [],
        filter: { includeUpdates: false, startFrom: 'now', keepOrder: false, stormLimitPerMinute: 0, ...lists },
      });
    const policies = Array.from({ length: 100 }, (_, n) => `${n}${'機'.repeat(390)}`);
    await assert.rejects(subscribeWith({ policies, rules: policies }), { name: 'Problem', code: 'TooLarge' });
    assert.deepEqual(process.hinted, []);
    const { subscriptionId } = await subscribeWith({ policies });
    assert.deepEqual((await process.subscriptions.read(subscriptionId))?.subscription.filter.policies, policies);
  });

  test('stores neither the callback nor the secret of the Location in words', async () => {
    const { location, subscriptionId } = await subscribeTo(process, sink.url);
    const { row } = await process.world.table('subscriptions').read('subscription', subscriptionId);
    const stored = JSON.stringify(row);
    assert.ok(stored.includes(subscriptionId));
    assert.ok(!stored.includes('sig=') && !stored.includes('127.0.0.1'));
    assert.ok(!stored.includes(location.split('.').at(-1) ?? ''));
  });

  test('knows the same owner and callback again: filters are replaced, the cursor is kept, the Location is new', async () => {
    const first = await subscribeTo(process, sink.url, { minimumSeverity: 'high' });
    await raise(process, 'a1', 'a2');
    await drainUntilQuiet(process, first.subscriptionId);
    const low = { draft: alertDraft(process.world, { alertId: 'low', severity: 'low' }), change: 'raised' } as const;
    await appendEvents(process, [low]);
    const second = await subscribeTo(process, sink.url, { minimumSeverity: 'low' });
    assert.equal(second.subscriptionId, first.subscriptionId);
    assert.notEqual(second.location, first.location);
    await drainUntilQuiet(process, first.subscriptionId);
    assert.deepEqual(sink.alertIds.toSorted(), ['a1', 'a2', 'low']);
  });

  test('keeps subscriptions of other owners, tenants and callbacks apart', async () => {
    const ids = [
      await subscribeTo(process, sink.url, {}, adele),
      await subscribeTo(process, sink.url, {}, megan),
      await subscribeTo(process, sink.url, {}, personNamed('Adele', 'another tenant')),
      await subscribeTo(process, `${sink.url}&more`, {}, adele),
    ].map(({ subscriptionId }) => subscriptionId);
    assert.equal(new Set(ids).size, 4);
    await raise(process, 'a1');
    for (const subscriptionId of ids) await drainUntilQuiet(process, subscriptionId);
    assert.equal(sink.received.length, 4);
    assert.equal(new Set(sink.received.map(({ event }) => event.eventId)).size, 1);
    assert.equal(new Set(sink.received.map(({ headers }) => headers['webhook-id'])).size, 4);
  });

  test('delivers what the connector says that it delivers', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const [entry] = await raise(process, 'a1');
    await drainUntilQuiet(process, subscriptionId);
    const [{ event } = assert.fail()] = sink.received;
    const { notification } = onDlpAlert.trigger?.mode === 'webhook' ? onDlpAlert.trigger : assert.fail();
    assert.deepEqual(validatorOf(notification, 'event')(structuredClone(event)), []);
    const { deliveredAt, alert, ...rest } = event;
    const now = new Date(process.world.clock.nowMs).toISOString();
    assert.deepEqual(rest, {
      attempt: 1,
      isReplay: false,
      eventId: entry?.eventId,
      eventKey: 'alerts-a1',
      type: 'dlpAlert',
      change: 'raised',
      schemaVersion: '1',
      source: 'alerts',
      sequence: 1,
      occurredAt: now,
      detectedAt: now,
      isTest: false,
      correlationId: 'a poll',
      actor: 'adele@contoso.com',
      portalUrl: alertDraft(process.world).portalUrl,
    });
    assert.ok(Math.abs(Date.parse(String(deliveredAt)) - Date.now()) < 60_000);
    assert.equal(typeof alert, 'object');
    const { properties = {} } = notification;
    for (const name of [...Object.keys(eventProperties), ...requiredEventProperties])
      assert.ok(name in properties, name);
  });

  test('begins with events that enter the log after the subscription, of records at most 15 minutes older', async () => {
    await raise(process, 'before');
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const aged = (alertId: string, minutes: number) => {
      const updatedAt = new Date(process.world.clock.nowMs - minutes * 60_000).toISOString();
      return {
        draft: alertDraft(process.world, { alertId, createdAt: updatedAt, updatedAt }),
        change: 'raised',
      } as const;
    };
    await appendEvents(process, [aged('young', 14), aged('old', 16), aged('new', 0)]);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds.toSorted(), ['new', 'young']);
  });

  test('begins 24 hours back, or at a time, when it is asked to', async () => {
    const { clock } = process.world;
    const begun = clock.nowMs;
    for (const [alertId, daysAgo] of [
      ['d5', 5],
      ['d2', 2],
      ['h23', 23 / 24],
      ['h1', 1 / 24],
    ] as const) {
      clock.nowMs = begun - daysAgo * dayMs;
      await raise(process, alertId);
    }
    clock.nowMs = begun;
    const timed = new Date(begun - 3 * dayMs).toISOString();
    const abroad = timed.replace('Z', '+00:00');
    const rows = { now: [], last24Hours: ['h1', 'h23'], [timed]: ['d2', 'h1', 'h23'], [abroad]: ['d2', 'h1', 'h23'] };
    for (const [startFrom, alertIds] of Object.entries(rows)) {
      sink.received.length = 0;
      const { subscriptionId } = await subscribeTo(process, `${sink.url}&start=${alertIds.length}${startFrom.length}`, {
        startFrom,
      });
      await drainUntilQuiet(process, subscriptionId);
      assert.deepEqual(sink.alertIds.toSorted(), alertIds, startFrom);
    }
  });

  const faulty: Readonly<Record<string, object>> = {
    startFrom: { startFrom: 'yesterday' },
    'startFrom, too old': { startFrom: new Date(Date.now() - 31 * dayMs).toISOString() },
    'startFrom, to come': { startFrom: new Date(Date.now() + dayMs).toISOString() },
    'startFrom, no time': { startFrom: '2026-11-20' },
    'startFrom, no day': { startFrom: '2026-13-45T00:00:00Z' },
    minimumSeverity: { minimumSeverity: 'huge' },
    stormLimitPerMinute: { stormLimitPerMinute: -1 },
    policies: { policies: 'all' },
    'policies[0]': { policies: [''] },
    ownerId: { ownerId: 'somebody' },
    state: { state: 'active' },
    notificationUrl: { notificationUrl: 'https://evil.test/' },
  };
  for (const [field, input] of Object.entries(faulty))
    test(`refuses a faulty input by its name: ${field}`, async () => {
      const { status, text } = await subscribe(input);
      assert.equal(status, 400, text);
      assert.ok(text.includes(field.split(',')[0] ?? ''), text);
      for await (const page of process.subscriptions.list()) assert.deepEqual(page, []);
    });

  test('starts anew after it was deleted', async () => {
    const first = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 503 });
    await drainUntilQuiet(process, first.subscriptionId, { forMs: 5_000 });
    sink.answer = () => ({ status: 202 });
    sink.received.length = 0;
    await call(unsubscribe, process, { method: 'DELETE', params: { subscriptionId: first.linkId } });
    await raise(process, 'a2');
    const second = await subscribeTo(process, sink.url);
    assert.equal(second.subscriptionId, first.subscriptionId);
    await raise(process, 'a3');
    await drainUntilQuiet(process, second.subscriptionId);
    assert.deepEqual(sink.alertIds, ['a3']);
    const cursor = await process.cursors.read(second.subscriptionId);
    assert.equal(cursor?.state.delivered, 1);
    assert.equal(cursor?.state.lastTrouble, undefined);
  });
});
