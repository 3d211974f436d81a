import type { CursorStore } from './cursorStore.ts';
import type { DeadLetters } from './deadLetters.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

interface Stores {
  readonly subscriptions: SubscriptionStore;
  readonly cursors: Pick<CursorStore, 'delete'>;
  readonly deadLetters: Pick<DeadLetters, 'removeAll' | 'removeBefore'>;
}

/** Drops subscriptions that ended before a time, with all that belongs to them, and dead letters from before it. */
export const purgeSubscriptions = async (
  { subscriptions, cursors, deadLetters }: Stores,
  before: Date,
): Promise<number> => {
  let dropped = 0;
  for await (const page of subscriptions.list()) {
    for (const { subscriptionId, state, updatedAt } of page) {
      if ((state === 'deleted' || state === 'ended') && updatedAt < before.toISOString()) {
        await cursors.delete(subscriptionId);
        await deadLetters.removeAll(subscriptionId);
        // The row goes last, so that a purge that breaks off finds the rest again.
        await subscriptions.delete(subscriptionId);
        dropped++;
      } else dropped += await deadLetters.removeBefore(subscriptionId, before);
    }
  }
  return dropped;
};
