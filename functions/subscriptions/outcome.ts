/** What became of one attempt to deliver one event. */
export type Outcome =
  | { readonly kind: 'delivered' }
  /** The endpoint wants this event never again. */
  | { readonly kind: 'refused'; readonly status: number }
  /** The endpoint, or the way to it, is in trouble; the event waits. */
  | {
      readonly kind: 'trouble';
      readonly status?: number;
      readonly reason: string;
      readonly retryAfterMs?: number;
    }
  /** The endpoint wants nothing any more. */
  | { readonly kind: 'gone' };

const troubled = new Set([401, 403, 404, 408, 425, 429]);

/** The answer of a callback, judged; contract: "Answers of the callback". */
export const judge = (status: number, retryAfterMs: number | undefined): Outcome => {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone' };
  if (status < 400 || status >= 500 || troubled.has(status))
    return {
      kind: 'trouble',
      status,
      reason: `The callback answered ${status}.`,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    };
  return { kind: 'refused', status };
};

const longestRetryAfterMs = 24 * 60 * 60_000;

/** The wait that a Retry-After header asks for, in seconds or as a date; a day at most. */
export const retryAfterMs = (header: string | undefined, now: Date): number | undefined => {
  if (header === undefined) return undefined;
  const waitMs = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now.getTime();
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(waitMs, 0), longestRetryAfterMs);
};
