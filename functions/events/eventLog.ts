import { randomUUID } from 'node:crypto';
import { deleteRows } from '../storage/deleteRows.ts';
import { limits } from '../storage/limits.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import type { Change, Row, Table } from '../storage/table.ts';
import type { EventDraft, Source } from './event.ts';
import { placeOf } from './eventId.ts';
import { type Head, toHead } from './head.ts';
import { isoTime, later } from './isoTime.ts';
import { type LogEntry, type SeenEntry, toEntry } from './logEntry.ts';
import {
  createLogPage,
  entriesOf,
  firstOf,
  type LogPage,
  lastOf,
  pageKeys,
  pagesFrom,
  seenOf,
  seenProperties,
} from './logPage.ts';
import { type KeyedRecord, recordKeyRows, recordKeys, recordsOfHour } from './recordKeys.ts';
import { createSetAside, type SetAside, setAsideKeys } from './setAside.ts';
import { createTail } from './tail.ts';

export type Progress = Partial<Pick<Head, 'watermark' | 'startedAt' | 'reconciledAt' | 'lastPolledAt'>>;

export interface NewEvent {
  readonly draft: EventDraft;
  readonly change: 'raised' | 'updated';
  readonly target?: string;
}

interface Append {
  readonly events: readonly NewEvent[];
  /** The end of the window that the records were read from. */
  readonly upperBound: string;
  readonly correlationId: string;
}

export interface Appended {
  readonly head: Head;
  readonly entries: readonly LogEntry[];
  /** The events that are still to be appended. */
  readonly rest: readonly NewEvent[];
  /** Events that no row can hold; they are not in the log. */
  readonly tooLarge: readonly NewEvent[];
}

export interface EventLog {
  head(source: Source): Promise<Head>;
  /**
   * Commits as many of the events as one transaction takes, on condition that nobody has moved the head since it was
   * read; otherwise throws `RowConflict` and changes nothing.
   */
  append(source: Source, head: Head, append: Append): Promise<Appended>;
  /** Notes how far the source has been read, on the same condition. */
  advance(source: Source, head: Head, progress: Progress): Promise<Head>;
  /** The entries that follow a sequence, in order; empty at the end of the log. */
  after(source: Source, sequence: number): Promise<readonly LogEntry[]>;
  /** The entry of a sequence; absent past retention. */
  at(source: Source, sequence: number): Promise<LogEntry | undefined>;
  find(eventId: string): Promise<LogEntry | undefined>;
  /** The last sequence before the first entry whose upper bound lies after the time. */
  sequenceBefore(source: Source, time: string): Promise<number>;
  /** The last sequence that entered the log before a time. */
  sequenceDetectedBefore(source: Source, time: string): Promise<number>;
  /** What deduplication needs of the entries after a sequence. */
  seenAfter(source: Source, sequence: number): AsyncIterable<readonly SeenEntry[]>;
  /**
   * The records that came into being within an hour (`2026-11-26T18`), by their hashes, of which a version is in the log
   * or was within the retention of record keys.
   */
  recordsOfHour(source: Source, hour: string): Promise<ReadonlySet<string>>;
  /** What could not become an event. */
  readonly setAside: SetAside;
  /** Drops entries and what was set aside before a time, and record keys last seen before another; gives the number of rows dropped. */
  purge(source: Source, before: { readonly entries: Date; readonly records: Date }): Promise<number>;
}

// A row holds as much text as it may, so three of them are well within what a transaction takes.
const pagesPerAppend = 3;
/** So many events of common size are one transaction: the head takes a place in it, and each record may want a key row. */
export const eventsPerAppend = limits.changesPerCommit - 1 - pagesPerAppend;

const headKey = 'head';
const mostConflicts = 20;

interface EventLogOptions {
  readonly table: Table;
  readonly tenantId: string;
  readonly now: () => Date;
}

/** Opens the append-only log of events: one partition a source, each with a head row that fences its writers. */
export const createEventLog = ({ table, tenantId, now }: EventLogOptions): EventLog => {
  const tail = createTail(table);

  const head = async (source: Source): Promise<Head> => toHead((await table.read(source, headKey)).row);

  const isWrittenBy = async (source: Source, rowKey: string, commitId: string): Promise<boolean> =>
    (await table.read(source, rowKey)).row?.values.commitId === commitId;

  const commitHead = async (
    source: Source,
    current: Head,
    next: Omit<Head, 'etag'>,
    { pages = [], keyRows = [] }: { readonly pages?: readonly LogPage[]; readonly keyRows?: readonly Change[] } = {},
  ): Promise<Head> => {
    const { etag } = current;
    // A retried request may meet its own first attempt: the mark tells our commit from another's.
    const commitId = randomUUID();
    const pageRows = pages.map((page) => page.row(commitId));
    const values = { ...Object.fromEntries(Object.entries(next).filter(([name]) => name !== 'etag')), commitId };
    const change: Change = etag
      ? { kind: 'replace', rowKey: headKey, values, etag }
      : { kind: 'insert', rowKey: headKey, values };
    try {
      const [newEtag = ''] = await table.commit(source, [change, ...pageRows, ...keyRows]);
      return { ...next, etag: newEtag };
    } catch (error) {
      if (!(error instanceof RowConflict)) throw error;
      const { row } = await table.read(source, headKey);
      if (row?.values.commitId === commitId) return { ...next, etag: row.etag };
      const [pageRow] = pageRows;
      if (!pageRow || !(await isWrittenBy(source, pageRow.rowKey, commitId))) throw error;
      // Ours was first, and somebody has moved the head on since: with this ETag nothing more can be written.
      return { ...next, etag };
    }
  };

  /** Changes the head for something other than an append or a poll, which may come in between. */
  const changeHead = async (source: Source, change: (current: Head) => Partial<Omit<Head, 'etag'>>): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      const current = await head(source);
      try {
        await commitHead(source, current, { ...current, ...change(current) });
        return;
      } catch (error) {
        if (!(error instanceof RowConflict) || attempt === mostConflicts) throw error;
      }
    }
  };

  /** The row that an entry is in; without it, the one that follows. */
  const rowAt = async (source: Source, sequence: number, select?: readonly string[]): Promise<Row | undefined> => {
    const query = { ...pagesFrom(source, sequence), pageSize: 1, ...(select && { select }) };
    for await (const [row] of table.list(query)) return row;
    return undefined;
  };

  const entryAt = async (source: Source, sequence: number): Promise<LogEntry | undefined> => {
    const row = await rowAt(source, sequence);
    return row && entriesOf(source, row).find((entry) => entry.sequence === sequence);
  };

  // Both times of an entry never fall from one entry to the next, so the place is found by halving.
  const lastWhere = async (
    source: Source,
    time: 'detectedAt' | 'upperBound',
    isBefore: (time: string) => boolean,
  ): Promise<number> => {
    const { firstSequence, nextSequence } = await head(source);
    let [low, high] = [firstSequence, nextSequence];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = await rowAt(source, middle, ['first', time]);
      // What was purged is old.
      if (!row || firstOf(row) > middle) low = middle + 1;
      else if (isBefore(String(row.values[time]))) low = lastOf(row) + 1;
      else high = Math.max(low, firstOf(row));
    }
    return low - 1;
  };

  return {
    head,

    async append(source, current, { events, correlationId, ...append }) {
      const upperBound = later(append.upperBound, current.lastUpperBound);
      // Clocks of hosts differ; the log's own time never runs backwards.
      const detectedAt = later(now().toISOString(), current.lastDetectedAt);
      const entries: LogEntry[] = [];
      const tooLarge: NewEvent[] = [];
      const pages: LogPage[] = [];
      const records: KeyedRecord[] = [];
      for (const event of events.slice(0, eventsPerAppend)) {
        const sequence = current.nextSequence + entries.length;
        const placement = { tenantId, source, sequence, change: event.change, detectedAt, upperBound, correlationId };
        const entry = toEntry(event.draft, {
          ...placement,
          ...(event.target !== undefined && { target: event.target }),
        });
        if (!pages.at(-1)?.add(entry)) {
          if (pages.length === pagesPerAppend) break;
          const page = createLogPage();
          if (!page.add(entry)) {
            // Left in, it would hold up all others.
            tooLarge.push(event);
            continue;
          }
          pages.push(page);
        }
        entries.push(entry);
        records.push({ record: entry.record, createdAt: event.draft.createdAt });
      }
      const rest = events.slice(entries.length + tooLarge.length);
      const next = {
        ...current,
        nextSequence: current.nextSequence + entries.length,
        ...(entries.length && { lastDetectedAt: detectedAt, lastUpperBound: upperBound }),
      };
      const newHead = await commitHead(source, current, next, {
        pages,
        keyRows: recordKeyRows(records, { lastSequence: next.nextSequence - 1, detectedAt }),
      });
      tail.push(source, entries);
      return { head: newHead, entries, rest, tooLarge };
    },

    advance: (source, current, progress) => commitHead(source, current, { ...current, ...progress }),

    after: (source, sequence) => tail.after(source, sequence),

    at: async (source, sequence) => tail.kept(source, sequence) ?? entryAt(source, sequence),

    async find(eventId) {
      const place = placeOf(eventId);
      const entry = place && (await entryAt(place.source, place.sequence));
      return entry?.eventId === eventId ? entry : undefined;
    },

    sequenceBefore: (source, time) => lastWhere(source, 'upperBound', (upperBound) => upperBound <= time),

    sequenceDetectedBefore: (source, time) =>
      lastWhere(source, 'detectedAt', (detectedAt) => detectedAt < isoTime(time)),

    async *seenAfter(source, sequence) {
      const query = { ...pagesFrom(source, sequence + 1), select: seenProperties };
      for await (const rows of table.list(query))
        yield rows.flatMap(seenOf).filter((entry) => entry.sequence > sequence);
    },

    recordsOfHour: (source, hour) => recordsOfHour(table, source, hour),

    setAside: createSetAside(table, now),

    async purge(source, before) {
      const { etag, firstSequence } = await head(source);
      if (!etag) return 0;
      // Before anything is dropped, so that no poll takes what is missing for new.
      await changeHead(source, ({ keptSince = '' }) => ({ keptSince: later(before.entries.toISOString(), keptSince) }));
      let dropped = 0;
      let oldest = firstSequence;
      const drop = async (rowKeys: readonly string[]): Promise<void> => {
        await deleteRows(table, source, rowKeys);
        dropped += rowKeys.length;
      };
      const older = (time: Date): string => `detectedAt lt '${time.toISOString()}'`;
      const pages = { partitionKey: source, ...pageKeys, where: older(before.entries), select: ['detectedAt'] };
      for await (const rows of table.list(pages)) {
        await drop(rows.map(({ rowKey }) => rowKey));
        oldest = Math.max(oldest, ...rows.map((row) => lastOf(row) + 1));
      }
      const others = [
        { ...recordKeys, where: older(before.records) },
        { ...setAsideKeys, where: older(before.entries) },
      ];
      for (const range of others)
        for await (const rows of table.list({ partitionKey: source, ...range, select: ['detectedAt'] }))
          await drop(rows.map(({ rowKey }) => rowKey));
      if (oldest > firstSequence) await changeHead(source, () => ({ firstSequence: oldest }));
      return dropped;
    },
  };
};
