import { asOfNow } from '../events/asOfNow.ts';
import type { Source } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import { operation } from '../runtime/operation.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { backlogOf } from '../subscriptions/backlog.ts';
import type { CursorStore } from '../subscriptions/cursorStore.ts';
import type { DeadLetters } from '../subscriptions/deadLetters.ts';
import type { Drainer } from '../subscriptions/drainer.ts';
import type { SubscriptionStore } from '../subscriptions/subscriptionStore.ts';
import { sourceProgress } from './sourceProgress.ts';

interface Dependencies {
  readonly log: Pick<EventLog, 'head' | 'after'>;
  readonly sourcesRead: readonly Source[];
  readonly subscriptions: Pick<SubscriptionStore, 'list'>;
  readonly cursors: Pick<CursorStore, 'read'>;
  readonly deadLetters: Pick<DeadLetters, 'count'>;
  readonly drainer: Pick<Drainer, 'underWay'>;
}

const count = (description: string) => ({ type: 'integer', format: 'int32', description }) as const;
const time = (description: string) => ({ type: 'string', format: 'date-time', description }) as const;

const subscriptionRow = schema({
  type: 'object',
  properties: {
    subscriptionId: { type: 'string', description: 'Its id.' },
    state: { type: 'string', enum: ['active', 'suspended', 'ended'], description: 'Its state.' },
    pending: count('Events that wait, up to 10,000; 0 while it is not active.'),
    oldestPendingAt: time('Since when the oldest of them waits.'),
    inFlight: count('Deliveries that the answering process has under way.'),
    deadLetters: count('Events that were given up.'),
  },
  required: ['subscriptionId', 'state', 'pending', 'inFlight', 'deadLetters'],
});

export const backlog = operation({
  operationId: 'HealthBacklog',
  method: 'GET',
  path: '/health/backlog',
  summary: 'Tell what waits to be delivered',
  description: 'How far each source has been read, and what each subscription of the tenant has waiting.',
  visibility: 'internal',
  audience: 'unlisted',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {},
  responses: {
    200: {
      description: 'The backlog.',
      schema: {
        type: 'object',
        properties: {
          sources: {
            type: 'array',
            description: 'The sources of the event log that are read.',
            items: {
              type: 'object',
              properties: {
                source: { type: 'string', description: 'Its name.' },
                lastPolledAt: time('When it was last polled.'),
                watermark: time('Everything recorded before this is in the log.'),
                lagSeconds: count('How far the watermark lies back.'),
                headSequence: count('The sequence of its newest event; 0 while there is none.'),
              },
              required: ['source', 'headSequence'],
            },
          },
          subscriptions: {
            type: 'array',
            description: 'The subscriptions.',
            items: subscriptionRow,
          },
          totals: {
            type: 'object',
            description: 'The sums.',
            properties: {
              pending: count('Events that wait for active subscriptions.'),
              inFlight: count('Deliveries under way.'),
              deadLetters: count('Events that were given up.'),
            },
            required: ['pending', 'inFlight', 'deadLetters'],
          },
        },
        required: ['sources', 'subscriptions', 'totals'],
      },
    },
  },
  example: {
    reply: {
      status: 200,
      body: {
        sources: [
          {
            source: 'alerts',
            lastPolledAt: '2026-11-22T09:30:00.000Z',
            watermark: '2026-11-22T09:30:00.000Z',
            lagSeconds: 12,
            headSequence: 42,
          },
        ],
        subscriptions: [
          { subscriptionId: 'q0Yx3mWb1Fh8cT2LrK7vNA', state: 'active', pending: 0, inFlight: 0, deadLetters: 0 },
        ],
        totals: { pending: 0, inFlight: 0, deadLetters: 0 },
      },
    },
  },
  handler: async ({ log, sourcesRead, subscriptions, cursors, deadLetters, drainer }: Dependencies) => {
    const read = (await sourceProgress(log, sourcesRead)).map(({ stored, ...progress }) => progress);
    const rows: Infer<typeof subscriptionRow>[] = [];
    const logNow = asOfNow(log);
    for await (const page of subscriptions.list()) {
      for (const subscription of page) {
        const { subscriptionId, state } = subscription;
        if (state === 'deleted') continue;
        const cursor = await cursors.read(subscriptionId);
        const waits =
          cursor && state === 'active' ? await backlogOf(subscription, cursor.state, logNow) : { pending: 0 };
        const dead = await deadLetters.count(subscriptionId);
        rows.push({ subscriptionId, state, ...waits, inFlight: drainer.underWay(subscriptionId), deadLetters: dead });
      }
    }
    const sum = (of: 'pending' | 'inFlight' | 'deadLetters'): number => rows.reduce((total, row) => total + row[of], 0);
    const totals = { pending: sum('pending'), inFlight: sum('inFlight'), deadLetters: sum('deadLetters') };
    return { status: 200, body: { sources: read, subscriptions: rows, totals } };
  },
});
