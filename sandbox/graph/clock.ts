/** The simulated tenant's clock: real time, moved by an offset that a test or a demonstration chooses. */
export interface Clock {
  offsetMs: number;
  now(): Date;
  /** The present time as Graph writes it, with 100 ns digits; no two answers are the same while the offset stays. */
  timestamp(): string;
}

const ticksPerMs = 10_000;

export function startClock(realNow: () => number = Date.now): Clock {
  let offsetMs = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  let tick = 0;
  return {
    get offsetMs() {
      return offsetMs;
    },
    set offsetMs(value) {
      offsetMs = value;
      lastMs = Number.NEGATIVE_INFINITY;
    },
    now: () => new Date(realNow() + offsetMs),
    timestamp() {
      const nowMs = realNow() + offsetMs;
      if (nowMs > lastMs) {
        lastMs = nowMs;
        tick = 0;
      } else {
        tick += 1;
        if (tick === ticksPerMs) {
          lastMs += 1;
          tick = 0;
        }
      }
      return graphTime(new Date(lastMs), tick);
    },
  };
}

/** A date as Graph writes it: seven fractional digits, UTC. */
export function graphTime(date: Date, tick = 0): string {
  return `${date.toISOString().slice(0, -1)}${String(tick).padStart(4, '0')}Z`;
}
