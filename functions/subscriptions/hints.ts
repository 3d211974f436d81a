import type { LogEntry } from '../events/logEntry.ts';
import type { Log } from '../runtime/log.ts';
import { schema } from '../runtime/schema.ts';
import type { Queue } from '../storage/queue.ts';
import { wants } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

export const hintQueue = 'purview-subscription-hints';
/** For subscriptions whose endpoint is in trouble: one that hangs takes no place from those that are well. */
export const probeQueue = 'purview-subscription-probes';

/** The whole message: everything else is in the subscription's cursor, so a lost hint costs seconds and no event. */
export const hintMessage = schema({
  type: 'object',
  properties: {
    subscriptionId: {
      type: 'string',
      description: 'The subscription that may have work.',
      minLength: 1,
      maxLength: 64,
    },
  },
  required: ['subscriptionId'],
});

export interface Wake {
  readonly delayMs?: number;
  /** `troubled` when the endpoint is to be probed. */
  readonly endpoint?: 'well' | 'troubled';
}

interface Queues {
  readonly hints: Queue;
  readonly probes: Queue;
}

export interface Hints {
  /** Says that a subscription may have work, now or in a while. */
  wake(subscriptionId: string, options?: Wake): Promise<void>;
  /** Says so to every active subscription that wants one of these events. */
  wakeFor(entries: readonly LogEntry[]): Promise<void>;
}

export const createHints = ({ hints, probes }: Queues, subscriptions: Pick<SubscriptionStore, 'list'>): Hints => ({
  wake: (subscriptionId, { delayMs = 0, endpoint = 'well' } = {}) =>
    (endpoint === 'well' ? hints : probes).send({ subscriptionId }, { delayMs }),
  async wakeFor(entries) {
    for await (const page of subscriptions.list()) {
      const concerned = page.filter(
        (subscription) =>
          subscription.state === 'active' && entries.some((entry) => wants(subscription, entry, 'live')),
      );
      await Promise.all(concerned.map(({ subscriptionId }) => hints.send({ subscriptionId })));
    }
  },
});

/** What is made of a hint that could not be left: a log line and no failure, for the work itself is stored. */
export const untold =
  (log: Log) =>
  (error: unknown): void =>
    log.warn('A hint could not be left; the sweep finds the work', { error });
