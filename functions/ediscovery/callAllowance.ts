import type { RateBudget } from '../storage/rateBudget.ts';

export interface CallAllowance {
  /** Takes leave for several calls at once, so that none of them is refused when the first has been made. */
  reserve(calls: number): Promise<void>;
  /** Takes leave for each call that was not reserved; repeats after a failure among them. */
  readonly fetch: typeof globalThis.fetch;
}

/** Makes every HTTP call of one caller's operation count against a budget. */
export function callAllowance(budget: RateBudget, fetch: typeof globalThis.fetch): CallAllowance {
  let reserved = 0;
  return {
    async reserve(calls) {
      await budget.take(calls);
      reserved += calls;
    },
    async fetch(...request) {
      if (reserved > 0) reserved -= 1;
      else await budget.take(1);
      return await fetch(...request);
    },
  };
}
