import type { Change, Table } from '../storage/table.ts';
import type { Source } from './event.ts';

/** A record that entered the log. */
export interface KeyedRecord {
  /** Hash of the record over all its versions. */
  readonly record: string;
  /** When the record came into being, ISO-8601 UTC; the same in all its versions. */
  readonly createdAt: string;
}

/** All record keys of a source. */
export const recordKeys = { from: 'k', before: 'l' } as const;

/** The hour under which a record is remembered, as in `2026-11-26T18`. */
export const hourOf = (createdAt: string): string => createdAt.slice(0, 13);

/** The rows that remember records: one for each hour in which some of them came into being. */
export const recordKeyRows = (
  records: readonly KeyedRecord[],
  { lastSequence, detectedAt }: { readonly lastSequence: number; readonly detectedAt: string },
): Change[] =>
  [...Map.groupBy(records, ({ createdAt }) => hourOf(createdAt))].map(([hour, ofHour]) => ({
    kind: 'insert',
    rowKey: `k${hour}-${lastSequence}`,
    values: { detectedAt, records: [...new Set(ofHour.map(({ record }) => record))].join(' ') },
  }));

/** The hashes of all records that are remembered and came into being within an hour. */
export const recordsOfHour = async (
  table: Pick<Table, 'list'>,
  source: Source,
  hour: string,
): Promise<ReadonlySet<string>> => {
  const found = new Set<string>();
  const query = { partitionKey: source, from: `k${hour}-`, before: `k${hour}.`, select: ['records'] };
  for await (const rows of table.list(query))
    for (const { values } of rows) for (const record of String(values.records).split(' ')) found.add(record);
  return found;
};
