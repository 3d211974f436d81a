import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { onConnectorHealth } from '../../functions/health/onConnectorHealth.ts';
import { testHealth } from '../../functions/health/testHealth.ts';
import { linkHash } from '../../functions/subscriptions/subscribe.ts';
import { freshWorlds } from './freshWorlds.ts';
import {
  adele,
  alertDraft,
  appendEvents,
  call,
  cursorOf,
  drainUntilQuiet,
  type Process,
  raise,
  subscribeTo,
} from './subscriptionFixture.ts';

const hourMs = 60 * 60_000;

describe('a flow that subscribes again', async () => {
  const { sink, open } = await freshWorlds();
  const subscriptionOf = async ({ subscriptions }: Process, subscriptionId: string) =>
    (await subscriptions.read(subscriptionId))?.subscription ?? assert.fail();

  test('misses nothing that came late in between, since it goes on from when it began', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const recordedAt = new Date(process.world.clock.nowMs + 60_000).toISOString();
    process.world.clock.nowMs += hourMs;
    const late = alertDraft(process.world, { alertId: 'late', createdAt: recordedAt, updatedAt: recordedAt });
    await appendEvents(process, [{ draft: late, change: 'raised' }]);
    await subscribeTo(process, sink.url);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds, ['late']);
  });

  test('is sent at once what waits for an endpoint that was in trouble, whose day of 404 begins anew', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    const retryAtMs = process.world.clock.nowMs + hourMs;
    const notFoundSinceMs = process.world.clock.nowMs - 23 * hourMs;
    await process.cursors.update(subscriptionId, (state) => ({ ...state, failures: 9, retryAtMs, notFoundSinceMs }));
    await subscribeTo(process, sink.url);
    const { state } = await cursorOf(process, subscriptionId);
    assert.deepEqual([state.retryAtMs, state.notFoundSinceMs, state.failures], [undefined, undefined, 9]);
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds, ['a1']);
  });

  test('is sent what it missed while it was suspended', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    await process.subscriptions.update(subscriptionId, (current) => current && { ...current, state: 'suspended' });
    await subscribeTo(process, sink.url);
    assert.equal((await subscriptionOf(process, subscriptionId)).state, 'active');
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(sink.alertIds, ['a1']);
  });

  test('with another trigger begins anew in the sources of that one, and in no other', async () => {
    const process = open();
    const { subscriptionId } = await subscribeTo(process, sink.url);
    const healthChanges = async () => {
      const upperBound = new Date(process.world.clock.nowMs + 1).toISOString();
      const append = {
        events: [{ draft: testHealth(), change: 'raised' as const }],
        upperBound,
        correlationId: 'a watch',
      };
      await process.log.append('health', await process.log.head('health'), append);
    };
    await healthChanges();
    const { status } = await call(onConnectorHealth, process, { caller: adele, body: { notificationUrl: sink.url } });
    assert.equal(status, 201);
    assert.deepEqual((await subscriptionOf(process, subscriptionId)).begins, { alerts: 0, health: 1 });
    assert.deepEqual((await cursorOf(process, subscriptionId)).state.positions.health, { cursor: 1 });
    await healthChanges();
    await drainUntilQuiet(process, subscriptionId);
    assert.deepEqual(
      sink.received.map(({ event }) => event.sequence),
      [2],
    );
  });

  test('keeps its Locations, the living ones and of the deleted ones the newest, so that no row grows without end', async () => {
    const process = open();
    const { subscriptionId, linkId } = await subscribeTo(process, sink.url);
    const old = Array.from({ length: 250 }, (_, n) => ({
      secretHash: `old${n}`,
      deletedAt: '2026-11-01T00:00:00.000Z',
    }));
    await process.subscriptions.update(
      subscriptionId,
      (current) => current && { ...current, links: [...old, ...current.links] },
    );
    const again = await subscribeTo(process, sink.url);
    const { links } = await subscriptionOf(process, subscriptionId);
    const living = [again, { linkId }].map((location) => linkHash(location.linkId.split('.')[1] ?? ''));
    assert.deepEqual(
      links.map(({ secretHash }) => secretHash),
      [...living, ...old.slice(0, 198).map(({ secretHash }) => secretHash)],
    );
  });
});
