import { UpstreamError } from '../../runtime/upstreamError.ts';
import { neverConnected } from '../neverConnected.ts';
import { type Attempt, type GraphRequest, NoAnswer, type Send } from './createAttempt.ts';

export interface RetryOptions {
  /** For one attempt, its answer read to the end. */
  readonly attemptTimeoutMs?: number;
  /** For all attempts and the waits between them. */
  readonly totalBudgetMs?: number;
  readonly now?: () => number;
  readonly sleep?: (waitMs: number) => Promise<void>;
  /** Between 0 and 1. */
  readonly random?: () => number;
}

const repeatableStatuses = new Set([429, 503, 504]);
// A PATCH of Graph sets properties to given values, so a second one changes nothing.
const repeatableMethods = new Set(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']);
// A service that asks for no wait at all must not be asked without end.
const mostAttempts = 8;
const firstWaitMs = 1_000;
const longestWaitMs = 15_000;

/**
 * Repeats what may be repeated while the time budget lasts. A wait that would outlast the budget is not begun: the
 * throttled answer goes back at once, for the caller to wait.
 */
export function retrying(attempt: Attempt, options: RetryOptions = {}): Send {
  const {
    attemptTimeoutMs = 30_000,
    totalBudgetMs = 60_000,
    now = Date.now,
    sleep = pause,
    random = Math.random,
  } = options;
  return async (request) => {
    const deadline = now() + totalBudgetMs;
    for (let attempts = 1; ; attempts += 1) {
      const timeoutMs = Math.max(1, Math.min(attemptTimeoutMs, deadline - now()));
      const outcome = await attempt(request, timeoutMs).catch((error: unknown) => {
        if (error instanceof NoAnswer) return error;
        throw error;
      });
      const repeatable =
        repeatableMethods.has(request.method) &&
        (outcome instanceof NoAnswer || repeatableStatuses.has(outcome.status));
      const backOffMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempts - 1)) * (0.5 + random() / 2);
      const waitMs = (outcome instanceof NoAnswer ? undefined : retryAfterMs(outcome, now())) ?? backOffMs;
      if (repeatable && attempts < mostAttempts && now() + waitMs < deadline) {
        await sleep(waitMs);
      } else if (outcome instanceof NoAnswer) {
        throw away(outcome, request);
      } else {
        return outcome;
      }
    }
  };
}

/** The wait that an answer asks for, in seconds or until a date of the service's own clock. */
export function retryAfterMs({ headers }: Pick<Response, 'headers'>, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim();
  if (!value) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1_000;
  const until = Date.parse(value);
  if (Number.isNaN(until)) return undefined;
  const serviceNow = Date.parse(headers.get('date') ?? '');
  return Math.max(0, until - (Number.isNaN(serviceNow) ? now : serviceNow));
}

const pause = (waitMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, waitMs));

const away = (cause: NoAnswer, { method }: GraphRequest): UpstreamError =>
  new UpstreamError({
    service: cause.service,
    kind: 'away',
    detail: 'it did not answer.',
    ...(!repeatableMethods.has(method) && !neverConnected(cause) && { effect: 'unknown' }),
    cause,
  });
