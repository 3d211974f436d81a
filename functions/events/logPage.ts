import { limits } from '../storage/limits.ts';
import { asciiJson, joinJson, splitJson } from '../storage/longJson.ts';
import type { Change, Row } from '../storage/table.ts';
import type { Source } from './event.ts';
import { eventIdOf } from './eventId.ts';
import type { LogEntry, SeenEntry } from './logEntry.ts';

/** Entries that follow one another, in one row: they entered the log together and leave it together. */
export interface LogPage {
  /** Takes an entry in, unless the row has no room for it. */
  add(entry: LogEntry): boolean;
  /** The row that holds the entries, of which there is one at least; it says which commit wrote it. */
  row(commitId: string): Change;
}

interface Line {
  readonly type: string;
  readonly change: LogEntry['change'];
  readonly recordedAt: string;
  readonly target?: string;
  readonly facets: LogEntry['facets'];
}

/** So many characters are in a row: each counts two bytes, and names, the row key and what entries share want room. */
export const mostUnits = (limits.entityBytes - 32 * 1024) / 2;

/** All rows of a source that hold entries. */
export const pageKeys = { from: 'e', before: 'f' } as const;
const pageKey = (lastSequence: number): string => `${pageKeys.from}${String(lastSequence).padStart(16, '0')}`;

/** Where the entries from a sequence on are: a row is named by its last entry, so the first row may begin before it. */
export const pagesFrom = (
  source: Source,
  sequence: number,
): { readonly partitionKey: string; readonly from: string; readonly before: string } => ({
  partitionKey: source,
  ...pageKeys,
  from: pageKey(sequence),
});

/** The last sequence that a row holds. */
export const lastOf = ({ rowKey }: Row): number => Number(rowKey.slice(1));
/** The first sequence that a row holds. */
export const firstOf = ({ values }: Row): number => Number(values.first);

/** What deduplication asks of a row. */
export const seenProperties = ['first', 'upperBound', 'seen'] as const;

/** Begins a row. */
export const createLogPage = (): LogPage => {
  const entries: LogEntry[] = [];
  const lines: string[] = [];
  let units = 0;

  return {
    add(entry) {
      const { type, change, recordedAt, target, facets } = entry;
      const line: Line = { type, change, recordedAt, ...(target !== undefined && { target }), facets };
      const lineJson = asciiJson(line);
      const more = entry.json.length + lineJson.length + entry.version.length + entry.record.length + 8;
      if (units + more > mostUnits) return false;
      units += more;
      entries.push(entry);
      lines.push(lineJson);
      return true;
    },
    row(commitId) {
      const [first] = entries;
      const last = entries.at(-1);
      if (!first || !last) throw new RangeError('A page of the log holds one entry at least.');
      const { detectedAt, upperBound } = last;
      return {
        kind: 'insert',
        rowKey: pageKey(last.sequence),
        values: {
          first: first.sequence,
          detectedAt,
          upperBound,
          commitId,
          seen: entries.map(({ version, record }) => `${version} ${record}`).join('\n'),
          ...splitJson('lines', lines.join('\n')),
          // JSON holds no line end, so the events need not be read to be told apart.
          ...splitJson('body', entries.map(({ json }) => json).join('\n')),
        },
      };
    },
  };
};

/** What deduplication needs of a row's entries. */
export const seenOf = (row: Row): readonly SeenEntry[] => {
  const first = firstOf(row);
  const upperBound = String(row.values.upperBound);
  return String(row.values.seen)
    .split('\n')
    .map((hashes, index) => {
      const [version = '', record = ''] = hashes.split(' ');
      return { sequence: first + index, version, record, upperBound };
    });
};

/** The entries of a row, in order. */
export const entriesOf = (source: Source, row: Row): readonly LogEntry[] => {
  const detectedAt = String(row.values.detectedAt);
  const lines = joinJson('lines', row.values).split('\n');
  const bodies = joinJson('body', row.values).split('\n');
  return seenOf(row).map((seen, index) => ({
    ...seen,
    ...(JSON.parse(lines[index] ?? '') as Line),
    source,
    eventId: eventIdOf(source, seen.sequence, seen.version),
    detectedAt,
    json: bodies[index] ?? '',
  }));
};
