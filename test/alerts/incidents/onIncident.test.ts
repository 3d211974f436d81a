import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onIncident } from '../../../functions/alerts/incidents/onIncident.ts';
import { readIncidents } from '../../../functions/alerts/incidents/readIncidents.ts';
import { testIncident } from '../../../functions/alerts/incidents/testIncident.ts';
import { appendEvent } from '../../../functions/events/appendEvent.ts';
import { createPoller } from '../../../functions/events/poller.ts';
import { validatorOf } from '../../../functions/runtime/validator.ts';
import { silentLog } from '../../silentLog.ts';
import { oneProcess } from '../../subscriptions/oneProcess.ts';
import { adele, call, drainUntilQuiet } from '../../subscriptions/subscriptionFixture.ts';
import { pseudonyms } from '../startAlerts.ts';
import { startIncidents } from './startIncidents.ts';

describe('OnIncident', async () => {
  const { process, sink } = await oneProcess();
  let tenant: Awaited<ReturnType<typeof startIncidents>>;
  before(async () => {
    tenant = await startIncidents();
  });
  after(() => tenant.close());

  const hourMs = 3_600_000;
  const poller = () =>
    createPoller({
      log: process.log,
      tenantId: adele.tenantId,
      source: 'incidents',
      // Graph tells its time in whole seconds, and a test does not wait for the next one.
      clock: { learn: () => undefined, now: () => new Date(Date.now() + 2_000) },
      read: ({ from, to }, isKnown) =>
        readIncidents(tenant.asApp, { from: new Date(from), to: new Date(to), isKnown, pseudonyms }),
      overlapMs: 2 * hourMs,
      initialLookbackMs: 24 * hourMs,
    });
  const subscribe = async (name: string, input: object): Promise<string> => {
    const body = { notificationUrl: `${sink.url}&${name}`, ...input };
    const { status, json, text } = await call(onIncident, process, { caller: adele, body });
    assert.equal(status, 201, text);
    return String(json.subscriptionId);
  };
  const received = async (subscriptionId: string) => {
    sink.received.length = 0;
    process.world.clock.nowMs = Date.now();
    await drainUntilQuiet(process, subscriptionId);
    return sink.received.map(({ event }) => {
      const { incidentId, status, mergedIntoId } = Object(event.incident);
      return [incidentId, event.change, status, ...(mergedIntoId === undefined ? [] : [mergedIntoId])];
    });
  };

  test('delivers incidents as they are made and, when asked to, as they are updated and merged, each once', async () => {
    const [news, all] = [
      await subscribe('news', {}),
      await subscribe('all', { includeUpdates: true, keepOrder: true }),
    ];
    const poll = poller();
    const run = { correlationId: 'a poll', log: silentLog, onAppended: async () => undefined };
    const [first, second] = [tenant.raise({ severity: 'high' }), tenant.raise()];
    await poll(run);
    await poll(run);
    const raised = [
      [first, 'raised', 'active'],
      [second, 'raised', 'active'],
    ];
    assert.deepEqual((await received(news)).sort(), raised);
    assert.deepEqual((await received(all)).sort(), raised);
    tenant.graph.incidents.update(first, { status: 'inProgress' });
    await poll(run);
    assert.deepEqual(await received(all), [[first, 'updated', 'inProgress']]);
    tenant.graph.incidents.merge(second, first);
    await poll(run);
    const merged = [
      [first, 'updated', 'inProgress'],
      [second, 'updated', 'redirected', first],
    ];
    assert.deepEqual((await received(all)).sort(), merged);
    await poll(run);
    assert.deepEqual(await received(all), []);
    assert.deepEqual(await received(news), []);
  });

  test('delivers what the connector says that it delivers, and filters by what the alerts are about', async () => {
    const startFrom = 'last24Hours';
    const high = await subscribe('high', { startFrom, minimumSeverity: 'high' });
    assert.equal((await received(high)).length, 1);
    const [{ event } = assert.fail()] = sink.received;
    const { notification } = onIncident.trigger?.mode === 'webhook' ? onIncident.trigger : assert.fail();
    assert.deepEqual(validatorOf(notification, 'event')(structuredClone(event)), []);
    assert.match(String(event.eventKey), /^incidents-\d+$/);
    const nobody = await subscribe('nobody', { startFrom, users: ['nobody@contoso.com'] });
    assert.deepEqual(await received(nobody), []);
  });

  test('delivers a test event that fits as well', async () => {
    const target = await subscribe('test', { minimumSeverity: 'high' });
    await appendEvent(process.log, 'incidents', {
      draft: testIncident(),
      change: 'raised',
      target,
      correlationId: 't',
    });
    await received(target);
    const [{ event } = assert.fail()] = sink.received;
    const { notification } = onIncident.trigger?.mode === 'webhook' ? onIncident.trigger : assert.fail();
    assert.deepEqual(validatorOf(notification, 'event')(structuredClone(event)), []);
    assert.equal(event.isTest, true);
  });
});
