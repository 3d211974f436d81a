import { queueConsumer } from '../runtime/queueConsumer.ts';
import type { Drainer } from './drainer.ts';
import { type Hints, hintMessage, probeQueue } from './hints.ts';

interface Dependencies {
  readonly drainer: Drainer;
  readonly hints: Pick<Hints, 'wake'>;
}

export const probeSubscription = queueConsumer({
  name: 'ProbeSubscription',
  queue: probeQueue,
  description: 'Tries a subscription whose endpoint is in trouble, and delivers what waits once it is well.',
  message: hintMessage,
  run: async ({ drainer, hints }: Dependencies, { subscriptionId }, { log }) => {
    const { againInMs: delayMs, endpoint } = await drainer.drain(subscriptionId, log);
    if (delayMs !== undefined) await hints.wake(subscriptionId, { delayMs, endpoint });
  },
});
