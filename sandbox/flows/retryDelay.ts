import { durationMs } from './duration.ts';
import type { RetryPolicy } from './flowDefinition.ts';

/** The platform's default outside the lowest plan: 8 retries, exponential from 7 seconds, capped at an hour. */
const defaultCount = 8;
const firstDelayMs = 7_000;
const longestDelayMs = 3_600_000;

/** How long to wait before retry number `retry` (from 1), or undefined when the policy allows no more. */
export function retryDelayMs(
  policy: RetryPolicy | undefined,
  retry: number,
  retryAfterMs: number | undefined,
): number | undefined {
  if (policy?.type === 'none' || retry > (policy?.count ?? defaultCount)) return undefined;
  return Math.max(retryAfterMs ?? 0, ownDelayMs(policy, retry));
}

function ownDelayMs(policy: RetryPolicy | undefined, retry: number): number {
  const interval = parsed(policy?.interval) ?? firstDelayMs;
  if (policy?.type === 'fixed') return interval;
  const least = parsed(policy?.minimumInterval) ?? 0;
  const most = parsed(policy?.maximumInterval) ?? longestDelayMs;
  return Math.min(most, Math.max(least, interval * 2 ** (retry - 1)));
}

function parsed(duration: string | undefined): number | undefined {
  return duration === undefined ? undefined : durationMs(duration);
}
