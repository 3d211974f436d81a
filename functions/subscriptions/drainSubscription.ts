import { queueConsumer } from '../runtime/queueConsumer.ts';
import type { Drainer } from './drainer.ts';
import { type Hints, hintMessage, hintQueue } from './hints.ts';

interface Dependencies {
  readonly drainer: Drainer;
  readonly hints: Pick<Hints, 'wake'>;
}

export const drainSubscription = queueConsumer({
  name: 'DrainSubscription',
  queue: hintQueue,
  description: 'Delivers the events that a subscription has waiting.',
  message: hintMessage,
  run: async ({ drainer, hints }: Dependencies, { subscriptionId }, { log }) => {
    const { againInMs } = await drainer.drain(subscriptionId, log);
    if (againInMs !== undefined) await hints.wake(subscriptionId, { delayMs: againInMs });
  },
});
