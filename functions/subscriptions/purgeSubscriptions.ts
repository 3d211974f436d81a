import type { CursorStore } from './cursorStore.ts';
import type { DeadLetters } from './deadLetters.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

interface Stores {
  readonly subscriptions: SubscriptionStore;
  readonly cursors: Pick<CursorStore, 'list' | 'delete'>;
  readonly deadLetters: Pick<DeadLetters, 'count' | 'removeBefore'>;
}

// Long after a subscribe that wrote the cursor has written the subscription too, or has given up.
const orphanAfterMs = 24 * 60 * 60_000;

/**
 * Drops subscriptions that ended before a time, dead letters from before it, and cursors without a subscription; where
 * the flow subscribes again meanwhile, it keeps both. A suspended subscription ends then, since the log no longer keeps
 * what it missed.
 */
export const purgeSubscriptions = async (
  { subscriptions, cursors, deadLetters }: Stores,
  before: Date,
): Promise<number> => {
  let dropped = 0;
  const known = new Set<string>();
  for await (const page of subscriptions.list()) {
    for (const subscription of page) {
      const { subscriptionId, state, updatedAt } = subscription;
      const isPast = updatedAt < before.toISOString();
      if (isPast && state === 'suspended') await end(subscriptions, subscription);
      dropped += await deadLetters.removeBefore(subscriptionId, before);
      const isOver = isPast && (state === 'deleted' || state === 'ended');
      // Its row goes after its dead letters, which nobody would find without it.
      const isDropped =
        isOver &&
        (await deadLetters.count(subscriptionId)) === 0 &&
        (await subscriptions.deleteWhere(subscriptionId, (current) => current.updatedAt === updatedAt));
      if (isDropped) dropped++;
      else known.add(subscriptionId);
    }
  }
  for await (const page of cursors.list()) {
    for (const cursor of page)
      if (!known.has(cursor.subscriptionId) && cursor.ageMs >= orphanAfterMs && (await cursors.delete(cursor)))
        dropped++;
  }
  return dropped;
};

const end = async (subscriptions: SubscriptionStore, { subscriptionId, updatedAt }: Subscription): Promise<void> => {
  await subscriptions.update(subscriptionId, (current) =>
    current?.state === 'suspended' && current.updatedAt === updatedAt
      ? {
          ...current,
          state: 'ended',
          stateReason: 'It was suspended for so long that the log no longer keeps what it missed.',
          updatedAt: new Date().toISOString(),
        }
      : undefined,
  );
};
