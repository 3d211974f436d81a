import type { QueueRun } from '../runtime/queueConsumer.ts';
import type { Infer } from '../runtime/schema.ts';
import type { Drainer } from './drainer.ts';
import type { Hints, hintMessage } from './hints.ts';

export interface DrainDependencies {
  readonly drainer: Drainer;
  readonly hints: Pick<Hints, 'wake'>;
}

/** Drains a subscription, and leaves a hint for when there is reason to come back, in the queue for how its endpoint is. */
export const drainOnHint = async (
  { drainer, hints }: DrainDependencies,
  { subscriptionId }: Infer<typeof hintMessage>,
  { log }: QueueRun,
  when?: 'when well',
): Promise<void> => {
  const { againInMs: delayMs, endpoint } = await drainer.drain(subscriptionId, log, when);
  if (delayMs !== undefined) await hints.wake(subscriptionId, { delayMs, endpoint });
};
