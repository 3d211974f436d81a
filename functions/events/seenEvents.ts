import type { Source } from './event.ts';
import type { EventLog } from './eventLog.ts';
import type { SeenEntry } from './logEntry.ts';

/** The versions and records of a source that are in the log, as far back as the current window needs them. */
export interface SeenEvents {
  /** Makes sure that every entry which can hold a record of the window is known, up to the head. */
  load(from: string, nextSequence: number): Promise<void>;
  hasVersion(version: string): boolean;
  hasRecord(record: string): boolean;
  add(entry: SeenEntry): void;
}

/**
 * An entry's upper bound lies after the time of its record, so entries whose upper bound lies after the start of a
 * window are all that can hold a record of that window.
 */
export const createSeenEvents = (log: EventLog, source: Source): SeenEvents => {
  let entries: SeenEntry[] = [];
  let versions = new Set<string>();
  let records = new Set<string>();
  let coversFrom: string | undefined;
  let next = 0;

  const add = (entry: SeenEntry): void => {
    entries.push(entry);
    versions.add(entry.version);
    records.add(entry.record);
    next = entry.sequence + 1;
  };

  const forgetBefore = (from: string): void => {
    entries = entries.filter(({ upperBound }) => upperBound > from);
    versions = new Set(entries.map(({ version }) => version));
    records = new Set(entries.map(({ record }) => record));
    coversFrom = from;
  };

  return {
    async load(from, nextSequence) {
      if (coversFrom === undefined || from < coversFrom) {
        const start = await log.sequenceBefore(source, from);
        forgetBefore('9');
        coversFrom = from;
        next = start + 1;
      }
      if (next < nextSequence) for await (const page of log.seenAfter(source, next - 1)) page.forEach(add);
      // Rebuilding the sets costs as much as they are large, so it waits until half of them can go.
      const firstKept = entries.findIndex(({ upperBound }) => upperBound > from);
      if (firstKept > entries.length / 2 || (firstKept === -1 && entries.length > 1_000)) forgetBefore(from);
    },
    hasVersion: (version) => versions.has(version),
    hasRecord: (record) => records.has(record),
    add,
  };
};
