import { asOfNow } from '../events/asOfNow.ts';
import type { Source } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import { backlogOf } from '../subscriptions/backlog.ts';
import type { CursorStore } from '../subscriptions/cursorStore.ts';
import type { DeadLetters } from '../subscriptions/deadLetters.ts';
import type { Subscription } from '../subscriptions/subscription.ts';
import type { SubscriptionStore } from '../subscriptions/subscriptionStore.ts';
import type { ConnectorHealth, Observation } from './connectorHealth.ts';
import { sourceState } from './sourceState.ts';

export interface Observed {
  readonly log: EventLog;
  /** The sources that are read here. */
  readonly sourcesRead: readonly Source[];
  /** In UTC, as NCRONTAB. */
  readonly pollScheduleOf: (source: Source) => string;
  readonly subscriptions: Pick<SubscriptionStore, 'list'>;
  readonly cursors: Pick<CursorStore, 'read'>;
  readonly deadLetters: Pick<DeadLetters, 'count'>;
  /** Days without an event after which a flow that used to get some is silent; 0: never. */
  readonly silentFlowDays: number;
  readonly now: () => Date;
}

type ObservedNow = Omit<Observed, 'log'> & { readonly log: Pick<EventLog, 'after'> };

const dayMs = 24 * 60 * 60_000;
const stalledAfterMs = 60 * 60_000;

/** Looks at all components, one after another. */
export async function* observe(observed: Observed): AsyncGenerator<Observation> {
  for (const source of observed.sourcesRead) yield* ofSource(observed, source);
  const observedNow = { ...observed, log: asOfNow(observed.log) };
  for await (const page of observed.subscriptions.list())
    for (const subscription of page)
      if (subscription.state !== 'deleted') yield* ofSubscription(observedNow, subscription);
}

async function* ofSource({ log, pollScheduleOf, now }: Observed, name: Source): AsyncGenerator<Observation> {
  const { lastPolledAt } = await log.head(name);
  const state = sourceState(lastPolledAt, pollScheduleOf(name), now());
  // Before the first poll there is nothing to tell.
  if (state !== 'waiting')
    yield {
      health: {
        component: 'source',
        name,
        state,
        ...(state === 'silent' && {
          reason: `No poll has ended since ${lastPolledAt}: the source is away or refuses us, or the timer does not run.`,
        }),
        ...(lastPolledAt !== undefined && { lastSeenAt: lastPolledAt }),
      },
    };
  const { count, lastReason } = await log.setAside.summary(name);
  yield {
    health: {
      component: 'records',
      name,
      state: count ? 'setAside' : 'ok',
      setAside: count,
      ...(lastReason !== undefined && { reason: lastReason }),
    },
  };
}

async function* ofSubscription(observed: ObservedNow, subscription: Subscription): AsyncGenerator<Observation> {
  const { subscriptionId: name, trigger, owner } = subscription;
  const waiting = await observed.deadLetters.count(name);
  const about = { name, trigger, deadLetters: waiting };
  yield { owner, health: { component: 'subscription', ...about, ...(await flowHealth(observed, subscription)) } };
  yield { owner, health: { component: 'deadLetters', ...about, ...deadLetterHealth(waiting) } };
}

const deadLetterHealth = (waiting: number): Pick<ConnectorHealth, 'state' | 'reason'> =>
  waiting
    ? { state: 'waiting', reason: 'List dead letters says why; Replay events sends them again.' }
    : { state: 'ok' };

type FlowHealth = Pick<ConnectorHealth, 'state' | 'reason' | 'pending' | 'lastSeenAt'>;

const flowHealth = async (
  { cursors, log, silentFlowDays, now }: ObservedNow,
  subscription: Subscription,
): Promise<FlowHealth> => {
  const { subscriptionId, state, stateReason } = subscription;
  const cursor = await cursors.read(subscriptionId);
  const lastSeenAt = cursor?.state.lastDeliveredAt;
  const seen = lastSeenAt === undefined ? {} : { lastSeenAt };
  if (state === 'suspended' || state === 'ended')
    return { state, ...seen, ...(stateReason !== undefined && { reason: stateReason }) };
  if (!cursor) return { state: 'ok' };
  const nowMs = now().getTime();
  const { pending, oldestPendingAt } = await backlogOf(subscription, cursor.state, log);
  if (oldestPendingAt !== undefined && nowMs - Date.parse(oldestPendingAt) > stalledAfterMs) {
    const trouble = cursor.state.lastTrouble?.reason ?? '';
    return { state: 'stalled', pending, ...seen, reason: `Events have waited for over an hour. ${trouble}`.trim() };
  }
  // No news of the connector's health is good news.
  const isWatched = silentFlowDays > 0 && pending === 0 && !subscription.sources.includes('health');
  if (isWatched && lastSeenAt !== undefined && nowMs - Date.parse(lastSeenAt) > silentFlowDays * dayMs)
    return {
      state: 'silent',
      pending,
      ...seen,
      reason: `No event has matched for ${silentFlowDays} days, though some did before. Preview subscription tells what would match.`,
    };
  return { state: 'ok', pending, ...seen };
};
