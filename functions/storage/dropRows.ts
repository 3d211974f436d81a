import { deleteRows } from './deleteRows.ts';
import { limits } from './limits.ts';
import type { Table } from './table.ts';

/** Deletes the rows of a partition that meet a condition; gives their number. */
export const dropRows = async (table: Table, partitionKey: string, where: string): Promise<number> => {
  let dropped = 0;
  for await (const rows of table.list({ partitionKey, where, select: [], pageSize: limits.changesPerCommit })) {
    await deleteRows(
      table,
      partitionKey,
      rows.map(({ rowKey }) => rowKey),
    );
    dropped += rows.length;
  }
  return dropped;
};
