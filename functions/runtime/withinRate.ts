import type { Authorize } from './authorization.ts';
import type { Caller } from './caller.ts';
import { Problem } from './problem.ts';

const minuteMs = 60_000;
// Past it, those who have not called for a minute are forgotten.
const manyCallers = 10_000;
// Of a call: more than rounding comes to.
const spare = 0.001;

/**
 * The same authorization for callers who keep within so many calls a minute on this instance, all at once if they like;
 * beyond it a `Problem` (429) tells the wait. 0: no limit.
 */
export function withinRate(authorize: Authorize, callsPerMinute: number, now = () => performance.now()): Authorize {
  if (callsPerMinute === 0) return authorize;
  const gapMs = minuteMs / callsPerMinute;
  // The generic cell rate algorithm: when each caller would be at rest again, on a clock that ticks once a call. Sums of
  // fractions of a millisecond would not come out even, and refuse the last call of a minute.
  const restAt = new Map<string, number>();
  const count = ({ tenantId, objectId }: Caller): void => {
    const key = `${tenantId}/${objectId}`;
    const at = now() / gapMs;
    const next = Math.max(restAt.get(key) ?? 0, at) + 1;
    const excess = next - at - callsPerMinute;
    if (excess > spare) {
      const detail = `Wait, then go on: a person or an app may make ${callsPerMinute} calls a minute (CALLS_PER_MINUTE).`;
      throw new Problem('TooManyRequests', detail, { retryAfterSeconds: Math.round(excess * gapMs) / 1_000 });
    }
    restAt.set(key, next);
    if (restAt.size > manyCallers) {
      for (const [other, rest] of restAt) if (rest <= at) restAt.delete(other);
    }
  };
  return async (header, access) => {
    const caller = await authorize(header, access);
    if (caller) count(caller);
    return caller;
  };
}
