import type { EventLog } from '../events/eventLog.ts';
import type { Log } from '../runtime/log.ts';
import type { Encryption } from '../storage/encryption.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import { type CallbackRules, isAdmitted } from './callbackAddress.ts';
import type { CursorState, CursorStore } from './cursorStore.ts';
import type { DeadLetters } from './deadLetters.ts';
import type { Deliver, Deliverer } from './deliver.ts';
import { drain, refill } from './drain.ts';
import { Lane } from './lane.ts';
import { signingSecretsOf } from './signature.ts';
import type { Subscription, SubscriptionState } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';
import type { LaneRules } from './task.ts';

interface DrainerOptions {
  readonly log: EventLog;
  readonly subscriptions: SubscriptionStore;
  readonly cursors: CursorStore;
  readonly deadLetters: DeadLetters;
  readonly deliverer: Deliverer;
  readonly encryption: Encryption;
  readonly callbackRules: CallbackRules;
  readonly rules: LaneRules;
  readonly leaseMs: number;
}

export interface DrainOutcome {
  /** When there will be reason to come back; absent when only a new event is one. */
  readonly againInMs?: number;
  /** How the endpoint is, as far as is known. */
  readonly endpoint: 'well' | 'troubled';
}

export interface Drainer {
  /** Delivers what a subscription has waiting, unless somebody else is at it, or only where its endpoint is well. */
  drain(subscriptionId: string, lines: Log, when?: 'when well'): Promise<DrainOutcome>;
  /** Deliveries that this process has under way for a subscription. */
  underWay(subscriptionId: string): number;
}

interface DrainRun {
  readonly lines: Log;
  readonly when: 'when well' | undefined;
  readonly isInTime: () => boolean;
}

// The host ends a function after minutes; a long backlog is handed on before that.
const longestDrainMs = 4 * 60_000;
// While another process is at it, look again this soon: it may be dead.
const lookAgainMs = 5_000;
// A cursor this far behind is worth a write even when nothing was delivered.
export const idleAdvance = 1_000;
// A retry time further away than any wait was set by a clock that was wrong.
const longestWaitMs = 25 * 60 * 60_000;

/** Where a subscription's callback is kept; binds the encrypted address to its row. */
export const callbackPlace = (subscriptionId: string): string => `subscription/${subscriptionId}/callback`;

// An administrator may have narrowed the rules since the flow subscribed, and may widen them again.
const turnedAway: Deliver = async () => ({
  kind: 'trouble',
  reason: 'The callback’s host is no longer among CALLBACK_HOST_SUFFIXES.',
});

const idle: DrainOutcome = { endpoint: 'well' };

/** What the last round said of an endpoint. */
export const endpointOf = ({ failures }: Pick<CursorState, 'failures'>): 'well' | 'troubled' =>
  failures > 0 ? 'troubled' : 'well';

/** Whether an endpoint in trouble is left alone for now. */
export const isKeptBack = ({ retryAtMs = 0 }: CursorState, { now }: Pick<LaneRules, 'now'>): boolean => {
  const waitMs = retryAtMs - now();
  return waitMs > 0 && waitMs <= longestWaitMs;
};

/** Makes what drains subscriptions, one worker to a subscription at a time, over all processes. */
export const createDrainer = (options: DrainerOptions): Drainer => {
  const { log, subscriptions, cursors, deadLetters, deliverer, encryption, callbackRules, rules, leaseMs } = options;
  const running = new Map<string, { lane?: Lane; again: boolean }>();

  const retire = async (subscription: Subscription, state: SubscriptionState, stateReason: string): Promise<void> => {
    await subscriptions.update(subscription.subscriptionId, (current) =>
      current?.state === 'active' ? { ...current, state, stateReason, updatedAt: new Date().toISOString() } : undefined,
    );
  };

  const isCurrent = async ({ subscriptionId, updatedAt }: Subscription): Promise<boolean> => {
    const current = await subscriptions.read(subscriptionId);
    return current?.subscription.updatedAt === updatedAt;
  };

  const drainOnce = async (subscriptionId: string, { lines, when, isInTime }: DrainRun): Promise<DrainOutcome> => {
    const [stored, cursor] = await Promise.all([subscriptions.read(subscriptionId), cursors.read(subscriptionId)]);
    if (stored?.subscription.state !== 'active' || !cursor) return idle;
    const { subscription } = stored;
    const endpoint = endpointOf(cursor.state);
    if (cursor.heldForMs > 0) return { againInMs: Math.min(cursor.heldForMs, lookAgainMs), endpoint };
    // Who kept it back has left a hint for the time when it ends.
    if (isKeptBack(cursor.state, rules)) return idle;
    if (when === 'when well' && endpoint === 'troubled') return { againInMs: 0, endpoint };

    const lane = new Lane(subscription, cursor.state, rules);
    while (!lane.hasWork && (await refill(lane, log)));
    if (!lane.hasWork) {
      if (lane.advancedBy >= idleAdvance) await (await cursors.acquire(cursor)).release(lane.snapshot().state);
      const { heldForMs } = lane;
      return heldForMs === undefined ? idle : { againInMs: heldForMs, endpoint };
    }

    // Read before the lease is taken: without a key there is nothing to hold it for.
    const callback = await encryption.open(subscription.callback, callbackPlace(subscriptionId));
    const deliver = isAdmitted(callback.reveal(), callbackRules)
      ? deliverer.to(callback, await signingSecretsOf(encryption, subscriptionId))
      : turnedAway;
    const lease = await cursors.acquire(cursor);
    const at = running.get(subscriptionId);
    if (at) at.lane = lane;
    const ending = await drain({
      subscriptionId,
      trigger: subscription.trigger,
      lane,
      lease,
      log,
      deadLetters,
      deliver,
      lines,
      goesOn: async () => isInTime() && (await isCurrent(subscription)),
      renewMs: leaseMs / 3,
    });
    if (ending === 'gone') {
      await retire(subscription, 'ended', 'The callback answered 410: it wants no more events.');
      await lease.release(lane.snapshot().state);
      lines.warn('A subscription ended', { subscriptionId });
      return idle;
    }
    const { againInMs, suspendedFor } = lane.conclude();
    if (suspendedFor) {
      await retire(subscription, 'suspended', suspendedFor);
      lines.warn('A subscription was suspended', { subscriptionId, reason: suspendedFor });
    }
    const { state } = lane.snapshot();
    await lease.release(state);
    return suspendedFor === undefined && againInMs !== undefined ? { againInMs, endpoint: endpointOf(state) } : idle;
  };

  return {
    async drain(subscriptionId, lines, when) {
      const here = running.get(subscriptionId);
      if (here) {
        here.again = true;
        return idle;
      }
      const at: { lane?: Lane; again: boolean } = { again: false };
      running.set(subscriptionId, at);
      const startedAtMs = performance.now();
      const isInTime = (): boolean => performance.now() - startedAtMs < longestDrainMs;
      try {
        let outcome = idle;
        for (;;) {
          at.again = false;
          const { againInMs, endpoint } = await drainOnce(subscriptionId, { lines, when, isInTime });
          // A second look that finds nothing to do takes no reason to come back from the first.
          if (againInMs !== undefined) outcome = { againInMs, endpoint };
          if (!at.again) return outcome;
          if (!isInTime()) return { againInMs: 0, endpoint };
        }
      } catch (error) {
        // Somebody else has taken over, or the subscription is gone.
        if (!(error instanceof RowConflict)) throw error;
        return { againInMs: lookAgainMs, endpoint: 'well' };
      } finally {
        running.delete(subscriptionId);
      }
    },
    underWay: (subscriptionId) => running.get(subscriptionId)?.lane?.underWay ?? 0,
  };
};
