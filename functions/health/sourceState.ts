import { dueAfter } from '../runtime/schedule.ts';

const minuteMs = 60_000;
const silentAfterMs = 10 * minuteMs;
// What a poll may take, and a timer may be late.
const slackMs = 2 * minuteMs;

/** Waiting: never polled yet. Silent: no poll has ended for ten minutes, nor has either of two that were due. */
export const sourceState = (
  lastPolledAt: string | undefined,
  schedule: string,
  now: Date,
): 'ok' | 'waiting' | 'silent' => {
  if (lastPolledAt === undefined) return 'waiting';
  const polledAt = new Date(lastPolledAt);
  if (now.getTime() - polledAt.getTime() <= silentAfterMs) return 'ok';
  const [, second] = dueAfter(schedule, polledAt);
  return second !== undefined && now.getTime() - second.getTime() > slackMs ? 'silent' : 'ok';
};
