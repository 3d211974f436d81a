import { setTimeout as sleep } from 'node:timers/promises';

/** The platform's waits (retries, recurrences, delays, time limits), all shortened by one factor. */
export interface PlatformClock {
  now(): Date;
  /** Waits as the platform would, divided by the scale; rejects with the signal's reason when it is aborted. */
  pause(waitMs: number, signal: AbortSignal): Promise<void>;
  /** Aborts when so much of the platform's time has gone by. */
  limit(limitMs: number): AbortSignal;
}

const longestTimerMs = 2 ** 31 - 1;

export function platformClock(scale: number): PlatformClock {
  const scaled = (waitMs: number): number => Math.min(Math.max(0, Math.ceil(waitMs / scale)), longestTimerMs);
  return {
    now: () => new Date(),
    async pause(waitMs, signal) {
      await sleep(scaled(waitMs), undefined, { signal }).catch((error: unknown) => {
        throw signal.aborted ? signal.reason : error;
      });
    },
    limit: (limitMs) => AbortSignal.timeout(scaled(limitMs)),
  };
}
