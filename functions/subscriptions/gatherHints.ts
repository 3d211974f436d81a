import type { LogEntry } from '../events/logEntry.ts';
import type { Hints } from './hints.ts';

export interface GatheredHints {
  /** Tells of entries at once when nothing was told for a while, otherwise with those that follow. */
  add(entries: readonly LogEntry[]): Promise<void>;
  /** Tells of what was not told yet. */
  flush(): Promise<void>;
}

// Whoever was told drains the log to its end, so a poll of many pages need not tell them page by page.
const everyMs = 1_000;

/** Gathers what a poll appends, so that each subscription gets few hints however many events there are. */
export const gatherHints = (hints: Pick<Hints, 'wakeFor'>): GatheredHints => {
  let untold: LogEntry[] = [];
  let toldAtMs = Number.NEGATIVE_INFINITY;

  const flush = async (): Promise<void> => {
    if (!untold.length) return;
    const entries = untold;
    untold = [];
    toldAtMs = performance.now();
    await hints.wakeFor(entries);
  };

  return {
    async add(entries) {
      untold.push(...entries);
      if (performance.now() - toldAtMs >= everyMs) await flush();
    },
    flush,
  };
};
