const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

const endpointDelaysMs = [1, 2, 5, 10, 20].map((seconds) => seconds * secondMs);
const lateDelaysMs = [1, 2, 4, 8, 15].map((minutes) => minutes * minuteMs);
const eventDelaysMs = [5 * secondMs, 30 * secondMs, 2 * minuteMs, 10 * minuteMs, 30 * minuteMs, hourMs, 2 * hourMs];

/** The longest wait between two probes of an endpoint in the first hour of its trouble. */
const longestEarlyDelayMs = 30 * secondMs;

/** When to knock again at an endpoint in trouble: soon at first, every 30 s for an hour, then up to 15 minutes apart. */
export const endpointDelayMs = (
  trouble: { readonly failures: number; readonly forMs: number },
  random: () => number = Math.random,
): number => {
  if (trouble.forMs < hourMs) {
    const delayMs = endpointDelaysMs[trouble.failures - 1] ?? longestEarlyDelayMs;
    // Many flows of one endpoint must not knock together, so each waits a little less than its step.
    return delayMs * (1 - 0.2 * random());
  }
  const step = Math.floor(Math.log2(trouble.forMs / hourMs));
  return (lateDelaysMs[Math.min(step, lateDelaysMs.length - 1)] ?? 0) * (1 - 0.2 * random());
};

/** When to try an event again that failed while others got through. */
export const eventDelayMs = (strikes: number, random: () => number = Math.random): number =>
  (eventDelaysMs[Math.min(strikes, eventDelaysMs.length) - 1] ?? 0) * (0.8 + 0.4 * random());
