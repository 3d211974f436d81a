import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { CursorStore } from '../../functions/subscriptions/cursorStore.ts';
import { purgeSubscriptions } from '../../functions/subscriptions/purgeSubscriptions.ts';
import type { SubscriptionState } from '../../functions/subscriptions/subscription.ts';
import { createWorld, deadLettersOf, openProcess, type Process, subscribeTo } from './subscriptionFixture.ts';

const dayMs = 24 * 60 * 60_000;

type Stores = Partial<Parameters<typeof purgeSubscriptions>[0]>;

/** The same, and something else before anybody learns of its outcome. */
const followed =
  <A extends readonly unknown[], R>(what: (...given: A) => Promise<R>, next: () => Promise<void>) =>
  async (...given: A): Promise<R> => {
    const outcome = await what(...given);
    await next();
    return outcome;
  };

describe('purgeSubscriptions', () => {
  let process: Process;
  beforeEach(() => {
    process = openProcess(createWorld());
  });
  afterEach(() => process.close());

  const subscribed = async (state: SubscriptionState, daysAgo: number): Promise<string> => {
    const { subscriptionId } = await subscribeTo(process, `http://127.0.0.1/${state}/${daysAgo}`);
    const at = new Date(process.world.clock.nowMs - daysAgo * dayMs).toISOString();
    await process.subscriptions.update(
      subscriptionId,
      (current) => current && { ...current, state, updatedAt: at, createdAt: at },
    );
    await process.deadLetters.put(subscriptionId, {
      trigger: 'OnDlpAlert',
      eventId: 'alerts-1-7Q5tWb1Fh8cT2LrK7vNAxy',
      source: 'alerts',
      sequence: 1,
      reason: 'a reason',
      attempts: 1,
      at,
    });
    return subscriptionId;
  };

  /** The cursors as they will be in a day, save those that are named; rows cannot be written into the past. */
  const agedBut = (...young: readonly string[]): Pick<CursorStore, 'list' | 'delete'> => ({
    ...process.cursors,
    async *list() {
      for await (const page of process.cursors.list())
        yield page.map((cursor) => ({
          ...cursor,
          ageMs: young.includes(cursor.subscriptionId) ? dayMs - 1 : dayMs + 1,
        }));
    },
  });

  const purge = (stores: Stores = {}) =>
    purgeSubscriptions({ ...process, cursors: agedBut(), ...stores }, new Date(process.world.clock.nowMs - 30 * dayMs));

  const stateOf = async (subscriptionId: string): Promise<SubscriptionState | 'gone'> =>
    (await process.subscriptions.read(subscriptionId))?.subscription.state ?? 'gone';

  test('drops what ended before the retention with all that belongs to it, and keeps the rest', async () => {
    const gone = [await subscribed('deleted', 31), await subscribed('ended', 31)];
    const kept = [await subscribed('deleted', 29), await subscribed('ended', 29), await subscribed('active', 31)];
    await purge();
    for (const subscriptionId of gone) {
      assert.equal(await stateOf(subscriptionId), 'gone');
      assert.equal(await process.cursors.read(subscriptionId), undefined);
      assert.deepEqual(await deadLettersOf(process, subscriptionId), []);
    }
    assert.deepEqual(await Promise.all(kept.map(stateOf)), ['deleted', 'ended', 'active']);
    for (const subscriptionId of kept) assert.ok(await process.cursors.read(subscriptionId));
    assert.deepEqual(
      await Promise.all(kept.map(async (subscriptionId) => (await deadLettersOf(process, subscriptionId)).length)),
      [1, 1, 0],
    );
  });

  test('keeps a subscription that is made again at any moment of the purge, with its cursor', async () => {
    const callback = 'http://127.0.0.1/deleted/31';
    const moments: readonly ((again: () => Promise<void>) => Stores)[] = [
      (again) => ({
        deadLetters: { ...process.deadLetters, count: followed(process.deadLetters.count, again) },
      }),
      (again) => ({
        // By now its cursor has just been written.
        cursors: process.cursors,
        subscriptions: { ...process.subscriptions, deleteWhere: followed(process.subscriptions.deleteWhere, again) },
      }),
      (again) => ({
        cursors: { ...agedBut(), delete: (cursor) => again().then(() => process.cursors.delete(cursor)) },
      }),
    ];
    for (const moment of moments) {
      const subscriptionId = await subscribed('deleted', 31);
      let times = 0;
      const again = async (): Promise<void> => {
        if (times++ === 0) await subscribeTo(process, callback);
      };
      await purge(moment(again));
      assert.ok(times > 0);
      assert.equal(await stateOf(subscriptionId), 'active');
      assert.ok(await process.cursors.read(subscriptionId));
    }
  });

  test('ends what was suspended for longer than the retention, and tells why', async () => {
    const [old, young] = [await subscribed('suspended', 31), await subscribed('suspended', 29)];
    await purge();
    assert.deepEqual([await stateOf(old), await stateOf(young)], ['ended', 'suspended']);
    const stored = await process.subscriptions.read(old);
    assert.match(stored?.subscription.stateReason ?? '', /no longer keeps what it missed/);
  });

  test('drops cursors that no subscription belongs to, once no subscribe can be at them any more', async () => {
    const kept = await subscribed('active', 0);
    await process.cursors.create('an old orphan', { positions: {}, failures: 0, delivered: 0 });
    await process.cursors.create('a young orphan', { positions: {}, failures: 0, delivered: 0 });
    assert.equal(await purge({ cursors: agedBut('a young orphan') }), 1);
    assert.equal(await process.cursors.read('an old orphan'), undefined);
    assert.ok(await process.cursors.read('a young orphan'));
    assert.ok(await process.cursors.read(kept));
  });
});
