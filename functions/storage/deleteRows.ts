import { limits } from './limits.ts';
import { RowConflict } from './rowConflict.ts';
import type { Table } from './table.ts';

type Commits = Pick<Table, 'commit'>;

/** Deletes rows of a partition, as many in a commit as one takes; those that are gone already are none too few. */
export async function deleteRows(table: Commits, partitionKey: string, rowKeys: readonly string[]): Promise<void> {
  for (let at = 0; at < rowKeys.length; at += limits.changesPerCommit)
    await deleteTogether(table, partitionKey, rowKeys.slice(at, at + limits.changesPerCommit));
}

async function deleteTogether(table: Commits, partitionKey: string, rowKeys: readonly string[]): Promise<void> {
  try {
    await table.commit(
      partitionKey,
      rowKeys.map((rowKey) => ({ kind: 'delete', rowKey })),
    );
  } catch (error) {
    // One is gone: a retried request may meet its own first attempt. The others are deleted each by itself.
    if (!(error instanceof RowConflict)) throw error;
    if (rowKeys.length > 1) for (const rowKey of rowKeys) await deleteTogether(table, partitionKey, [rowKey]);
  }
}
