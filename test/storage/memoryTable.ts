import { checkCommit } from '../../functions/storage/limits.ts';
import { RowConflict } from '../../functions/storage/rowConflict.ts';
import type { Change, Row, Table, Values } from '../../functions/storage/table.ts';

interface Kept {
  readonly etag: string;
  readonly writtenAt: Date;
  readonly values: Values;
}

export interface MemoryTable extends Table {
  /** What the clock of the service is ahead. */
  offsetMs: number;
}

type Comparison = 'lt' | 'ge' | 'ne';

/** A condition as the app asks for it: a property, or the row key, compared with a text or a number. */
const conditionOf = (where: string): ((rowKey: string, values: Values) => boolean) => {
  const [, name = '', how = '', text, number] = /^(\w+) (lt|ge|ne) (?:'([^']*)'|(\d+))$/.exec(where) ?? [];
  if (name === '') throw new Error(`This table knows no condition such as ${where}.`);
  const wanted = text ?? Number(number);
  return (rowKey, values) => {
    const found = name === 'RowKey' ? rowKey : values[name];
    // What is not there, or of another type, meets nothing.
    if (typeof found !== typeof wanted || found === undefined) return false;
    return { lt: found < wanted, ge: found >= wanted, ne: found !== wanted }[how as Comparison];
  };
};

/** A table as the storage service keeps it, in memory and without a wait; `memoryTable.test.ts` holds it to Azurite. */
export const createMemoryTable = (): MemoryTable => {
  const partitions = new Map<string, Map<string, Kept>>();
  let writes = 0;

  const check = (rows: ReadonlyMap<string, Kept>, change: Change): void => {
    const kept = rows.get(change.rowKey);
    if (change.kind === 'insert' && kept) throw new RowConflict('exists');
    if ((change.kind === 'replace' || change.kind === 'delete') && !kept) throw new RowConflict('missing');
    const isFenced = change.kind === 'replace' || (change.kind === 'delete' && change.etag !== undefined);
    if (isFenced && kept?.etag !== change.etag) throw new RowConflict('changed');
  };

  const toRow = (rowKey: string, { etag, writtenAt, values }: Kept, select?: readonly string[]): Row => ({
    rowKey,
    etag,
    writtenAt,
    values: select
      ? Object.fromEntries(select.filter((name) => name in values).map((name) => [name, values[name] ?? '']))
      : values,
  });

  const table: MemoryTable = {
    offsetMs: 0,
    async read(partitionKey, rowKey) {
      const kept = partitions.get(partitionKey)?.get(rowKey);
      const serverTime = new Date(Date.now() + table.offsetMs);
      return { ...(kept && { row: toRow(rowKey, kept) }), serverTime };
    },
    async *list({ partitionKey, from = '', before, where, select, pageSize = 1_000 }) {
      const meets = where === undefined ? () => true : conditionOf(where);
      for (let next = from; ; ) {
        const found = [...(partitions.get(partitionKey) ?? [])]
          .filter(
            ([rowKey, { values }]) =>
              rowKey >= next && (before === undefined || rowKey < before) && meets(rowKey, values),
          )
          .sort(([one], [other]) => (one < other ? -1 : 1));
        const page = found.slice(0, pageSize);
        if (page.length) yield page.map(([rowKey, kept]) => toRow(rowKey, kept, select));
        if (found.length <= pageSize) return;
        next = `${page.at(-1)?.[0]}\u0000`;
      }
    },
    async commit(partitionKey, changes) {
      checkCommit(changes);
      const rows = partitions.get(partitionKey) ?? new Map<string, Kept>();
      for (const change of changes) check(rows, change);
      partitions.set(partitionKey, rows);
      const writtenAt = new Date(Date.now() + table.offsetMs);
      return changes.map((change) => {
        if (change.kind === 'delete') {
          rows.delete(change.rowKey);
          return '';
        }
        const etag = `W/"${++writes}"`;
        rows.set(change.rowKey, { etag, writtenAt, values: { ...change.values } });
        return etag;
      });
    },
  };
  return table;
};
