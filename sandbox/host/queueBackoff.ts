/** How long to wait before the next look into a queue: longer and longer while nothing comes. */
export interface QueueBackoff {
  reset(): void;
  nextWaitMs(): number;
}

const shortestMs = 100;
const deltaMs = 100;

/** The real host's randomised exponential back-off, from 100 ms to `longestMs`, and never above `capMs`. */
export function queueBackoff(longestMs: number, capMs: number, random: () => number = Math.random): QueueBackoff {
  let exponent = 0;
  return {
    reset() {
      exponent = 0;
    },
    nextWaitMs() {
      const increment = exponent === 0 ? 0 : (0.8 + 0.4 * random()) * 2 ** (exponent - 1) * deltaMs;
      const wait = Math.min(shortestMs + increment, longestMs);
      if (wait < longestMs) exponent += 1;
      return Math.min(wait, capMs);
    },
  };
}
