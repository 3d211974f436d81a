import { toHead } from '../../functions/events/head.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';

/** A log that holds these entries and no others, whatever source it is asked for. */
export const logOf = (entries: readonly LogEntry[], { pageSize = 500 } = {}) => ({
  head: async () => ({ ...toHead(undefined), nextSequence: entries.length + 1 }),
  sequenceBefore: async (_source: unknown, time: string) => {
    const first = entries.findIndex(({ upperBound }) => upperBound > time);
    return first < 0 ? entries.length : first;
  },
  after: async (_source: unknown, at: number) => entries.slice(at, at + pageSize),
});
