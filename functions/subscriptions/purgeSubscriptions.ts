import type { CursorStore } from './cursorStore.ts';
import type { DeadLetters } from './deadLetters.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

interface Stores {
  readonly subscriptions: SubscriptionStore;
  readonly cursors: Pick<CursorStore, 'list' | 'delete'>;
  readonly deadLetters: Pick<DeadLetters, 'removeAll' | 'removeBefore'>;
}

// Long after a subscribe that wrote the cursor has written the subscription too, or has given up.
const orphanAfterMs = 24 * 60 * 60_000;

/**
 * Drops subscriptions that ended before a time, with all that belongs to them, dead letters from before it, and cursors
 * without a subscription. A suspended subscription ends then, since the log no longer keeps what it missed.
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
      known.add(subscriptionId);
      const isPast = updatedAt < before.toISOString();
      if (isPast && (state === 'deleted' || state === 'ended')) {
        await cursors.delete(subscriptionId);
        await deadLetters.removeAll(subscriptionId);
        // The row goes last, so that a purge that breaks off finds the rest again.
        await subscriptions.delete(subscriptionId);
        dropped++;
        continue;
      }
      if (isPast && state === 'suspended') await end(subscriptions, subscription);
      dropped += await deadLetters.removeBefore(subscriptionId, before);
    }
  }
  for await (const page of cursors.list()) {
    for (const { subscriptionId, ageMs } of page) {
      if (known.has(subscriptionId) || ageMs < orphanAfterMs) continue;
      await cursors.delete(subscriptionId);
      dropped++;
    }
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
