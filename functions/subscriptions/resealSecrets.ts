import { timer } from '../runtime/timer.ts';
import { type Encryption, sealedBy } from '../storage/encryption.ts';
import type { WrappedKeyRing } from '../storage/wrappedKeyRing.ts';
import { callbackPlace } from './drainer.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

interface Dependencies {
  readonly subscriptions: Pick<SubscriptionStore, 'list' | 'update'>;
  readonly encryption: Pick<Encryption, 'seal' | 'open' | 'isCurrent'>;
  /** Absent where the keys stand in a setting. */
  readonly dataKeys: Pick<WrappedKeyRing, 'renew' | 'retire'> | undefined;
}

export const resealSecrets = timer({
  name: 'ResealSecrets',
  schedule: 'RESEAL_SCHEDULE',
  description:
    'Follows the rotation of encryption keys: makes a new data key for a new version of the vault’s key, seals callback addresses anew with the newest key, and drops data keys that sealed nothing any more.',
  graph: {},
  run: async ({ subscriptions, encryption, dataKeys }: Dependencies, { log }) => {
    await dataKeys?.renew();
    const inUse = new Set<string>();
    let resealed = 0;
    let unreadable = 0;
    for await (const page of subscriptions.list()) {
      for (const { subscriptionId, callback } of page) {
        if (await encryption.isCurrent(callback)) continue;
        const place = callbackPlace(subscriptionId);
        const opened = await encryption.open(callback, place).catch((error: unknown) => {
          log.error('A callback address could not be opened', { subscriptionId, error });
          return undefined;
        });
        if (!opened) {
          // Its key may come back, so the key is not dropped.
          inUse.add(sealedBy(callback));
          unreadable++;
          continue;
        }
        const anew = await encryption.seal(opened, place);
        // Who drains the subscription at this moment has opened its callback already, and is not disturbed.
        const after = await subscriptions.update(subscriptionId, (current) =>
          current?.callback === callback ? { ...current, callback: anew } : undefined,
        );
        if (after) inUse.add(sealedBy(after.callback));
        resealed++;
      }
    }
    const retired = (await dataKeys?.retire(inUse)) ?? 0;
    if (resealed || retired || unreadable)
      log.info('Followed the rotation of encryption keys', { resealed, retired, unreadable });
  },
});
