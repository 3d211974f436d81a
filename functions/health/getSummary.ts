import { asOfNow } from '../events/asOfNow.ts';
import type { Source } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import { operation } from '../runtime/operation.ts';
import { timeProperty } from '../runtime/property.ts';
import { backlogOf } from '../subscriptions/backlog.ts';
import type { CursorStore } from '../subscriptions/cursorStore.ts';
import type { DeadLetters } from '../subscriptions/deadLetters.ts';
import { isOwnedBy } from '../subscriptions/subscription.ts';
import type { SubscriptionStore } from '../subscriptions/subscriptionStore.ts';
import { sourceProgress } from './sourceProgress.ts';
import { sourceState } from './sourceState.ts';

interface Dependencies {
  readonly log: Pick<EventLog, 'head' | 'after'>;
  /** The sources that are read here. */
  readonly sourcesRead: readonly Source[];
  readonly pollScheduleOf: (source: Source) => string;
  readonly subscriptions: Pick<SubscriptionStore, 'list'>;
  readonly cursors: Pick<CursorStore, 'read'>;
  readonly deadLetters: Pick<DeadLetters, 'count'>;
}

const count = (summary: string, description: string) =>
  ({ type: 'integer', format: 'int32', 'x-ms-summary': summary, description }) as const;
export const getSummary = operation({
  operationId: 'GetSummary',
  method: 'GET',
  path: '/summary',
  summary: 'Get summary',
  description:
    'Sums up how your flows fare: how many are subscribed, what waits to be delivered, what was delivered and what was given up, and how far each source of events has been read.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {},
  responses: {
    200: {
      description: 'The summary.',
      schema: {
        type: 'object',
        properties: {
          state: {
            type: 'string',
            enum: ['healthy', 'attention'],
            'x-ms-summary': 'State',
            description: 'Attention when a subscription is suspended, an event was given up, or a source is silent.',
          },
          activeSubscriptions: count('Active Subscriptions', 'Your flows that receive events.'),
          suspendedSubscriptions: count(
            'Suspended Subscriptions',
            'Your flows that are suspended, after a day of nothing but 404.',
          ),
          endedSubscriptions: count('Ended Subscriptions', 'Your flows that wanted no more events.'),
          pending: count('Pending Events', 'Events that wait to be delivered to your flows.'),
          oldestPendingAt: timeProperty('Oldest Pending At', 'Since when the oldest of them waits, in UTC.'),
          delivered: count('Delivered Events', 'Events that were delivered to your flows.'),
          lastDeliveredAt: timeProperty('Last Delivered At', 'When the last of them was delivered, in UTC.'),
          deadLetters: count('Dead Letters', 'Events that your flows refused or that failed too often.'),
          sources: {
            type: 'array',
            'x-ms-summary': 'Sources',
            description: 'The sources of events, which all flows share.',
            items: {
              type: 'object',
              properties: {
                source: { type: 'string', 'x-ms-summary': 'Source', description: 'The name of the source.' },
                state: {
                  type: 'string',
                  enum: ['ok', 'waiting', 'silent'],
                  'x-ms-summary': 'Source State',
                  description:
                    'Waiting: never read yet. Silent: not read for ten minutes, nor for two polls of its schedule.',
                },
                lastPolledAt: timeProperty('Last Polled At', 'When it was last read, in UTC.'),
                lagSeconds: count('Lag In Seconds', 'How far back everything is known to be read.'),
                storedEvents: count('Stored Events', 'How many of its events are kept, and so can be replayed.'),
              },
              required: ['source', 'state', 'storedEvents'],
            },
          },
        },
        required: [
          'state',
          'activeSubscriptions',
          'suspendedSubscriptions',
          'endedSubscriptions',
          'pending',
          'delivered',
          'deadLetters',
          'sources',
        ],
      },
    },
  },
  example: {
    reply: {
      status: 200,
      body: {
        state: 'healthy',
        activeSubscriptions: 3,
        suspendedSubscriptions: 0,
        endedSubscriptions: 0,
        pending: 0,
        delivered: 128,
        lastDeliveredAt: '2026-11-22T09:30:00.000Z',
        deadLetters: 0,
        sources: [
          {
            source: 'alerts',
            state: 'ok',
            lastPolledAt: '2026-11-22T09:30:00.000Z',
            lagSeconds: 12,
            storedEvents: 42,
          },
        ],
      },
    },
  },
  handler: async (
    { log, sourcesRead, pollScheduleOf, subscriptions, cursors, deadLetters }: Dependencies,
    { caller },
  ) => {
    const progress = (await sourceProgress(log, sourcesRead)).map(({ source, lastPolledAt, lagSeconds, stored }) => ({
      source,
      state: sourceState(lastPolledAt, pollScheduleOf(source), new Date()),
      storedEvents: stored,
      ...(lastPolledAt !== undefined && { lastPolledAt }),
      ...(lagSeconds !== undefined && { lagSeconds }),
    }));
    const states = { active: 0, suspended: 0, ended: 0 };
    const sums = { pending: 0, delivered: 0, deadLetters: 0 };
    const oldest: string[] = [];
    const latest: string[] = [];
    const logNow = asOfNow(log);
    for await (const page of subscriptions.list()) {
      for (const subscription of page) {
        const { subscriptionId, state } = subscription;
        if (state === 'deleted' || !isOwnedBy(subscription, caller)) continue;
        states[state] += 1;
        sums.deadLetters += await deadLetters.count(subscriptionId);
        const cursor = await cursors.read(subscriptionId);
        if (!cursor) continue;
        const { delivered = 0, lastDeliveredAt } = cursor.state;
        sums.delivered += delivered;
        if (lastDeliveredAt !== undefined) latest.push(lastDeliveredAt);
        if (state !== 'active') continue;
        const { pending, oldestPendingAt } = await backlogOf(subscription, cursor.state, logNow);
        sums.pending += pending;
        if (oldestPendingAt !== undefined) oldest.push(oldestPendingAt);
      }
    }
    const isHealthy =
      states.suspended === 0 && sums.deadLetters === 0 && progress.every(({ state }) => state !== 'silent');
    const [oldestPendingAt] = oldest.sort();
    const lastDeliveredAt = latest.sort().at(-1);
    return {
      status: 200,
      body: {
        state: isHealthy ? ('healthy' as const) : ('attention' as const),
        activeSubscriptions: states.active,
        suspendedSubscriptions: states.suspended,
        endedSubscriptions: states.ended,
        ...sums,
        ...(oldestPendingAt !== undefined && { oldestPendingAt }),
        ...(lastDeliveredAt !== undefined && { lastDeliveredAt }),
        sources: progress,
      },
    };
  },
});
