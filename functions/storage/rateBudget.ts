import { Problem } from '../runtime/problem.ts';
import { RowConflict } from './rowConflict.ts';
import type { Table } from './table.ts';

export interface RateBudgetOptions {
  /** Names the budget: all hosts that share it use the same name. */
  readonly name: string;
  /** So many calls may begin within any stretch of this length. */
  readonly calls: number;
  readonly perMs: number;
  /** What is rationed, as people know it; the refusal names it. */
  readonly service: string;
  readonly sleep?: (waitMs: number) => Promise<void>;
}

/** A service's rate limit, shared by all hosts of the app. */
export interface RateBudget {
  /** Takes leave for so many calls; a `Problem` 429 with the wait when they do not fit now, one without when they never will; none is taken then. */
  take(calls: number): Promise<void>;
}

const partitionKey = 'budget';
// The clock is the Date header, in whole seconds: a call may have begun up to a second later than it says.
const clockStepMs = 1_000;
// With each conflict somebody else got through, so there are no more of them than calls in the budget.
const mostConflicts = 50;

/** Keeps a rate budget in a table row, by the clock of the storage service. */
export const createRateBudget = (table: Table, options: RateBudgetOptions): RateBudget => {
  const { name, calls: budget, perMs, service, sleep = pause } = options;
  return {
    async take(calls) {
      if (calls > budget) throw tooSmall(calls);
      for (let attempt = 1; ; attempt++) {
        const { row, serverTime } = await table.read(partitionKey, name);
        const nowMs = serverTime.getTime();
        const begun = begunSince(row?.values.begunAt, nowMs - perMs);
        const tooMany = begun.length + calls - budget;
        if (tooMany > 0) throw exhausted((begun[tooMany - 1] ?? nowMs) + perMs + clockStepMs - nowMs);
        const begunAt = [...begun, ...Array.from({ length: calls }, () => nowMs)].join(' ');
        try {
          const values = { begunAt };
          await table.commit(partitionKey, [
            row ? { kind: 'replace', rowKey: name, values, etag: row.etag } : { kind: 'insert', rowKey: name, values },
          ]);
          return;
        } catch (error) {
          if (!(error instanceof RowConflict) || attempt === mostConflicts) throw error;
          await sleep(Math.random() * 20 * Math.min(attempt, 10));
        }
      }
    },
  };

  function tooSmall(calls: number): Problem {
    return new Problem(
      'NotConfigured',
      `This takes ${calls} calls of ${service} at once, and it is set up to take ${budget} in ${perMs / 1_000} seconds. Ask for less in one step.`,
    );
  }

  function exhausted(waitMs: number): Problem {
    const seconds = Math.max(1, Math.ceil(waitMs / 1_000));
    return new Problem(
      'TooManyRequests',
      `${service} takes ${budget} calls in ${perMs / 1_000} seconds from all flows together. Try again in ${seconds} seconds.`,
      { retryAfterSeconds: seconds },
    );
  }
};

const begunSince = (begunAt: unknown, earliestMs: number): number[] =>
  String(begunAt ?? '')
    .split(' ')
    .map(Number)
    .filter((ms) => ms > 0 && ms + clockStepMs > earliestMs);

const pause = (waitMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, waitMs));
