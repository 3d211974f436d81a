import type { Row, Table } from '../storage/table.ts';
import type { Source } from './event.ts';
import type { LogEntry } from './logEntry.ts';
import { entriesOf, pagesFrom } from './logPage.ts';

/** The newest entries of each source in memory, so that all followers of the log share one read. */
export interface Tail {
  after(source: Source, sequence: number): Promise<readonly LogEntry[]>;
  /** One entry, if it is in memory. */
  kept(source: Source, sequence: number): LogEntry | undefined;
  /** Takes over what this very process has appended. */
  push(source: Source, entries: readonly LogEntry[]): void;
}

const mostAtOnce = 500;
// A row holds one entry or a hundred, small or large: a few are read at first, and more where they held little. Many
// subscriptions far behind read at the same time, each into memory of its own.
const rowsAtOnce = [8, 32];
const enoughUnits = 512 * 1024;
const mostEntries = 20_000;
const mostUnits = 64 * 1024 * 1024;

interface Kept {
  entries: LogEntry[];
  units: number;
  reading?: Promise<void> | undefined;
  waiting?: Promise<void> | undefined;
}

export const createTail = (table: Table): Tail => {
  const tails = new Map<Source, Kept>();

  const keptOf = (source: Source): Kept => {
    const kept = tails.get(source) ?? { entries: [], units: 0 };
    tails.set(source, kept);
    return kept;
  };

  const lastKept = (source: Source): number | undefined => keptOf(source).entries.at(-1)?.sequence;

  const readPage = async (source: Source, sequence: number): Promise<readonly LogEntry[]> => {
    const found: LogEntry[] = [];
    for (const pageSize of rowsAtOnce) {
      const after = found.at(-1)?.sequence ?? sequence;
      const rows = await firstPage(table.list({ ...pagesFrom(source, after + 1), pageSize }));
      found.push(...rows.flatMap((row) => entriesOf(source, row)).filter((entry) => entry.sequence > after));
      if (rows.length < pageSize || unitsOf(found) >= enoughUnits) break;
    }
    return found;
  };

  const push = (source: Source, entries: readonly LogEntry[]): void => {
    const kept = keptOf(source);
    for (const entry of entries) {
      const last = kept.entries.at(-1);
      if (last && entry.sequence <= last.sequence) continue;
      // A gap would hide what lies in it: forget the rest and begin anew behind it.
      if (last && entry.sequence !== last.sequence + 1) {
        kept.entries = [];
        kept.units = 0;
      }
      kept.entries.push(entry);
      kept.units += entry.json.length;
    }
    let excess = Math.max(0, kept.entries.length - mostEntries);
    for (let units = kept.units; units > mostUnits && excess < kept.entries.length - 1; excess++)
      units -= kept.entries[excess]?.json.length ?? 0;
    for (const dropped of kept.entries.splice(0, excess)) kept.units -= dropped.json.length;
  };

  const extend = async (source: Source, from: number): Promise<void> => push(source, await readPage(source, from));

  // A read that began before we were asked may have missed what we are asked for, so the next one is shared instead.
  const refresh = async (source: Source, from: number): Promise<void> => {
    const kept = keptOf(source);
    if (kept.reading) {
      kept.waiting ??= kept.reading
        .catch(() => undefined)
        .then(() => {
          kept.waiting = undefined;
          return refresh(source, lastKept(source) ?? from);
        });
      return kept.waiting;
    }
    kept.reading = extend(source, from).finally(() => {
      kept.reading = undefined;
    });
    return kept.reading;
  };

  const fromMemory = (source: Source, sequence: number): readonly LogEntry[] | undefined => {
    const { entries } = keptOf(source);
    const first = entries[0]?.sequence;
    if (first === undefined || sequence + 1 < first || sequence >= first + entries.length) return undefined;
    return entries.slice(sequence + 1 - first, sequence + 1 - first + mostAtOnce);
  };

  return {
    push,
    kept(source, sequence) {
      const { entries } = keptOf(source);
      return entries[sequence - (entries[0]?.sequence ?? 0)];
    },
    async after(source, sequence) {
      if (sequence === (lastKept(source) ?? sequence)) await refresh(source, sequence);
      const found = fromMemory(source, sequence);
      if (found) return found;
      // What lies before the kept entries is read past them, so that a follower far behind does not evict the newest.
      const page = await readPage(source, sequence);
      // Another process has brought this follower further than anybody here has read: the newest are from there on.
      if (sequence > (lastKept(source) ?? sequence)) push(source, page);
      return page;
    },
  };
};

const firstPage = async (pages: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> => {
  for await (const page of pages) return page;
  return [];
};

const unitsOf = (entries: readonly LogEntry[]): number => entries.reduce((sum, { json }) => sum + json.length, 0);
