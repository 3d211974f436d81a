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
  description: 'Delivers the events that a subscription has waiting; one in trouble is left to ProbeSubscription.',
  message: hintMessage,
  run: async ({ drainer, hints }: Dependencies, { subscriptionId }, { log }) => {
    const { againInMs: delayMs, endpoint } = await drainer.drain(subscriptionId, log, 'when well');
    if (delayMs !== undefined) await hints.wake(subscriptionId, { delayMs, endpoint });
  },
});
