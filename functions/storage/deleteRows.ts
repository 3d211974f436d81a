import { limits } from './limits.ts';
import type { Table } from './table.ts';

/** Deletes rows of a partition, as many in a commit as one takes. */
export async function deleteRows(
  table: Pick<Table, 'commit'>,
  partitionKey: string,
  rowKeys: readonly string[],
): Promise<void> {
  for (let at = 0; at < rowKeys.length; at += limits.changesPerCommit) {
    const some = rowKeys.slice(at, at + limits.changesPerCommit);
    await table.commit(
      partitionKey,
      some.map((rowKey) => ({ kind: 'delete', rowKey })),
    );
  }
}
