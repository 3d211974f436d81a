import { limits } from './limits.ts';
import type { Table } from './table.ts';

/** Deletes the rows of a partition that meet a condition; gives their number. */
export const dropRows = async (table: Table, partitionKey: string, where: string): Promise<number> => {
  let dropped = 0;
  for await (const rows of table.list({ partitionKey, where, select: [], pageSize: limits.changesPerCommit })) {
    await table.commit(
      partitionKey,
      rows.map(({ rowKey }) => ({ kind: 'delete', rowKey })),
    );
    dropped += rows.length;
  }
  return dropped;
};
