import type { EventLog } from '../events/eventLog.ts';
import type { CursorState } from './cursorStore.ts';
import { Position } from './position.ts';
import { type Subscription, wants } from './subscription.ts';

export interface Backlog {
  readonly pending: number;
  readonly oldestPendingAt?: string;
}

const mostCounted = 10_000;

/** Counts the events that a subscription wants and has not finished, up to 10,000 of each source. */
export const backlogOf = async (
  subscription: Subscription,
  state: CursorState,
  log: Pick<EventLog, 'after'>,
): Promise<Backlog> => {
  let pending = 0;
  let oldestPendingAt: string | undefined;
  for (const source of subscription.sources) {
    const position = new Position(state.positions[source] ?? { cursor: 0 });
    const [firstWaiting] = position.waiting;
    let at = Math.min(position.cursor, (firstWaiting?.sequence ?? Number.POSITIVE_INFINITY) - 1);
    let counted = 0;
    for (
      let page = await log.after(source, at);
      page.length && counted < mostCounted;
      page = await log.after(source, at)
    ) {
      for (const entry of page) {
        const { sequence, detectedAt } = entry;
        at = sequence;
        const isWaiting = position.waitingFor(sequence) !== undefined;
        const isOpen =
          !position.isFinished(sequence) && wants(subscription, entry, position.isReplay(sequence) ? 'replay' : 'live');
        if (!isWaiting && !isOpen) continue;
        counted++;
        if (oldestPendingAt === undefined || detectedAt < oldestPendingAt) oldestPendingAt = detectedAt;
      }
    }
    pending += counted;
  }
  return { pending, ...(oldestPendingAt !== undefined && { oldestPendingAt }) };
};
