import type { Caller } from '../runtime/caller.ts';
import { Problem } from '../runtime/problem.ts';
import { isOwnedBy, type Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

/** The caller's subscription; somebody else's is as if it were not there. */
export const ownSubscription = async (
  subscriptions: Pick<SubscriptionStore, 'read'>,
  caller: Caller,
  subscriptionId: string,
): Promise<Subscription> => {
  const stored = /^[A-Za-z0-9_-]{22}$/.test(subscriptionId) ? await subscriptions.read(subscriptionId) : undefined;
  if (stored && stored.subscription.state !== 'deleted' && isOwnedBy(stored.subscription, caller))
    return stored.subscription;
  throw new Problem('NotFound', 'You have no subscription with this id. List subscriptions tells yours.');
};

export const subscriptionIdProperty = {
  type: 'string',
  'x-ms-summary': 'Subscription Id',
  description: 'One of your subscriptions, as List subscriptions names it.',
  minLength: 1,
  maxLength: 64,
} as const;
