import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { getSummary } from '../../functions/health/getSummary.ts';
import type { SubscriptionState } from '../../functions/subscriptions/subscription.ts';
import { oneProcess } from '../subscriptions/oneProcess.ts';
import { adele, call, drainUntilQuiet, megan, raise, subscribeTo } from '../subscriptions/subscriptionFixture.ts';

describe('GetSummary', async () => {
  const { process, sink } = await oneProcess();

  const summary = async (caller = adele) => {
    const { status, json, text } = await call(getSummary, process, { method: 'GET', caller });
    assert.equal(status, 200, text);
    return json;
  };
  const nothing = {
    activeSubscriptions: 0,
    suspendedSubscriptions: 0,
    endedSubscriptions: 0,
    pending: 0,
    delivered: 0,
    deadLetters: 0,
  };

  test('is healthy and empty before anything happens', async () => {
    const { sources, ...rest } = await summary();
    assert.deepEqual(rest, { state: 'healthy', ...nothing });
    const [alerts] = sources as Record<string, unknown>[];
    assert.deepEqual(alerts, { source: 'alerts', state: 'waiting', storedEvents: 0 });
  });

  test('sums up what was delivered, what waits and what was given up, for the owner and nobody else', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    sink.answer = ({ alertId }) => ({ status: alertId === 'bad' ? 400 : 202 });
    await raise(process, 'good', 'bad');
    await drainUntilQuiet(process, subscriptionId);
    sink.answer = () => ({ status: 503 });
    process.world.clock.nowMs += 1_000;
    await raise(process, 'p1', 'p2');
    await drainUntilQuiet(process, subscriptionId, { forMs: 0 });

    const { sources, oldestPendingAt, lastDeliveredAt, ...rest } = await summary();
    assert.deepEqual(rest, {
      ...nothing,
      state: 'attention',
      activeSubscriptions: 1,
      pending: 2,
      delivered: 1,
      deadLetters: 1,
    });
    assert.equal(oldestPendingAt, new Date(process.world.clock.nowMs).toISOString());
    assert.match(String(lastDeliveredAt), /^\d{4}-/);
    assert.equal((sources as Record<string, unknown>[])[0]?.storedEvents, 4);

    const { sources: shared, ...others } = await summary(megan);
    assert.deepEqual(others, { state: 'healthy', ...nothing });
    assert.deepEqual(shared, sources);
  });

  test('calls for attention to a flow that was suspended, and tells what has waited longest of all flows', async () => {
    const firstAt = process.world.clock.nowMs + 1_000;
    const since: string[] = [];
    const ids: string[] = [];
    const changeThose = async (state: SubscriptionState): Promise<void> => {
      for (const id of ids) await process.subscriptions.update(id, (current) => current && { ...current, state });
    };
    for (const [index, path] of ['one', 'other'].entries()) {
      process.world.clock.nowMs = firstAt + index;
      ids.push((await subscribeTo(process, `${sink.url}&${path}`, {}, megan)).subscriptionId);
      await raise(process, `${path} waits`);
      since.push(new Date(process.world.clock.nowMs).toISOString());
    }
    const waiting = await summary(megan);
    assert.deepEqual([waiting.state, waiting.pending, waiting.oldestPendingAt], ['healthy', 3, since[0]]);
    await changeThose('suspended');
    const { state, suspendedSubscriptions, pending } = await summary(megan);
    assert.deepEqual([state, suspendedSubscriptions, pending], ['attention', 2, 0]);
    await changeThose('deleted');
  });

  test('calls for attention when a source falls silent', async () => {
    const lastPolledAt = new Date(Date.now() - 11 * 60_000).toISOString();
    await process.log.advance('alerts', await process.log.head('alerts'), { lastPolledAt });
    const { state, sources } = await summary(megan);
    assert.equal(state, 'attention');
    const [alerts] = sources as Record<string, unknown>[];
    assert.deepEqual([alerts?.state, alerts?.lastPolledAt], ['silent', lastPolledAt]);
  });
});
