import { asOfNow } from '../events/asOfNow.ts';
import type { EventLog } from '../events/eventLog.ts';
import { timer } from '../runtime/timer.ts';
import type { CursorStore } from './cursorStore.ts';
import { refill } from './drain.ts';
import { endpointOf, idleAdvance, isKeptBack } from './drainer.ts';
import type { Hints } from './hints.ts';
import { Lane } from './lane.ts';
import type { Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';
import type { LaneRules } from './task.ts';

interface Dependencies {
  readonly subscriptions: Pick<SubscriptionStore, 'list'>;
  readonly cursors: Pick<CursorStore, 'list'>;
  readonly log: Pick<EventLog, 'head' | 'after'>;
  readonly hints: Pick<Hints, 'wake'>;
  readonly laneRules: LaneRules;
}

export const sweepSubscriptions = timer({
  name: 'SweepSubscriptions',
  schedule: 'SWEEP_SCHEDULE',
  description:
    'Finds subscriptions that have work and nobody at it, and says so: lost hints and dead workers end here.',
  graph: {},
  run: async ({ subscriptions, cursors, log, hints, laneRules }: Dependencies) => {
    const active = new Map<string, Subscription>();
    for await (const page of subscriptions.list())
      for (const subscription of page)
        if (subscription.state === 'active') active.set(subscription.subscriptionId, subscription);

    const logNow = asOfNow(log);
    for await (const page of cursors.list()) {
      for (const { subscriptionId, state, heldForMs } of page) {
        const subscription = active.get(subscriptionId);
        if (!subscription || heldForMs > 0 || isKeptBack(state, laneRules)) continue;
        const lane = new Lane(subscription, state, laneRules);
        while (!lane.hasWork && (await refill(lane, logNow)));
        if (lane.hasWork || lane.advancedBy >= idleAdvance)
          await hints.wake(subscriptionId, { endpoint: endpointOf(state) });
      }
    }
  },
});
