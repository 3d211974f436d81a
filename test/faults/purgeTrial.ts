import assert from 'node:assert/strict';
import { createEventLog } from '../../functions/events/eventLog.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { createCursorStore } from '../../functions/subscriptions/cursorStore.ts';
import { purgeSubscriptions } from '../../functions/subscriptions/purgeSubscriptions.ts';
import { createSubscribe } from '../../functions/subscriptions/subscribe.ts';
import { createSubscriptionStore } from '../../functions/subscriptions/subscriptionStore.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import type { Step, Trial } from './interleavings.ts';
import { atOnce, callbackRules, encryption, leaseMs } from './modelWorld.ts';
import { stepped } from './stepped.ts';
import { ticking } from './ticking.ts';

const dayMs = 24 * 3_600_000;
const wish = {
  trigger: 'OnDlpAlert',
  sources: ['alerts'],
  types: ['dlpAlert'],
  notificationUrl: 'https://example.logic.azure.com/',
  filter: { includeUpdates: false, startFrom: 'now', keepOrder: false, stormLimitPerMinute: 0 },
  criteria: [],
} as const;
const caller: Caller = {
  kind: 'person',
  tenantId: 'contoso',
  objectId: 'somebody',
  clientId: 'the connector',
  name: 'Somebody',
  roles: ['Purview.Reader'],
  token: new Secret('a token'),
};

/** A purge of what was deleted long ago, while the flow subscribes again: it is subscribed in the end, with a cursor. */
export const purgeTrial = async (): Promise<Trial> => {
  const tables = { subscriptions: createMemoryTable(), cursors: createMemoryTable() };
  const log = createEventLog({ table: createMemoryTable(), tenantId: caller.tenantId, now: () => new Date() });
  const storesOf = (step: Step) => ({
    subscriptions: createSubscriptionStore(stepped(tables.subscriptions, step)),
    cursors: createCursorStore(stepped(tables.cursors, step), { leaseMs }),
  });
  const deadLetters = { count: async () => 0, removeBefore: async () => 0 };
  const purge = (step: Step) => purgeSubscriptions({ ...storesOf(step), deadLetters }, new Date(Date.now() - dayMs));
  const subscribe = (step: Step) =>
    createSubscribe({
      ...storesOf(step),
      log,
      hints: { wake: async () => {} },
      encryption,
      callbackRules,
      publicBaseUrl: 'https://purview-response.example.net',
      retentionDays: 30,
      now: () => new Date(),
    })(caller, wish);

  const { subscriptionId } = await subscribe(atOnce);
  const past = new Date(Date.now() - 2 * dayMs).toISOString();
  const { subscriptions, cursors } = storesOf(atOnce);
  await subscriptions.update(subscriptionId, (current) => current && { ...current, state: 'deleted', updatedAt: past });
  tables.cursors.offsetMs += 2 * dayMs;

  return {
    processes: [(step) => purge(step), (step) => subscribe(step)],
    async check(crashes) {
      // Who got no answer asks again.
      if (crashes > 0) await ticking(subscribe(atOnce));
      assert.equal((await subscriptions.read(subscriptionId))?.subscription.state, 'active');
      assert.ok(await cursors.read(subscriptionId), 'the cursor is gone');
    },
  };
};
