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

const hourOf = (createdAt: string): string => createdAt.slice(0, 13);

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

/** Those of the records that are remembered, by their hashes; one query for each hour in which some came into being. */
export const rememberedOf = async (
  table: Pick<Table, 'list'>,
  source: Source,
  records: readonly KeyedRecord[],
): Promise<ReadonlySet<string>> => {
  const found = new Set<string>();
  for (const [hour, ofHour] of Map.groupBy(records, ({ createdAt }) => hourOf(createdAt))) {
    const query = { partitionKey: source, from: `k${hour}-`, before: `k${hour}.`, select: ['records'] };
    const remembered = new Set<string>();
    for await (const rows of table.list(query))
      for (const { values } of rows) for (const record of String(values.records).split(' ')) remembered.add(record);
    for (const { record } of ofHour) if (remembered.has(record)) found.add(record);
  }
  return found;
};
