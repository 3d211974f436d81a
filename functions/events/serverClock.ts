/** A vendor's clock, as its answers tell it; carried on by a clock that no one can set. */
export interface ServerClock {
  learn(serverTime: Date): void;
  /** Undefined when it has not been told the time for a while. */
  now(): Date | undefined;
}

// A frozen process does not count the time that it slept, so an old reading is not carried on.
const trustedForMs = 5 * 60_000;

export const createServerClock = (monotonicMs: () => number = () => performance.now()): ServerClock => {
  let reading: { serverMs: number; atMs: number } | undefined;
  return {
    learn(serverTime) {
      reading = { serverMs: serverTime.getTime(), atMs: monotonicMs() };
    },
    now() {
      if (!reading) return undefined;
      const passedMs = monotonicMs() - reading.atMs;
      return passedMs > trustedForMs ? undefined : new Date(reading.serverMs + passedMs);
    },
  };
};
