import { RowConflict } from './rowConflict.ts';
import type { Row, Table } from './table.ts';

/** Deletes a row that is as it was read; gives whether it did. */
export async function deleteUnchanged(
  table: Pick<Table, 'commit'>,
  partitionKey: string,
  { rowKey, etag }: Pick<Row, 'rowKey' | 'etag'>,
): Promise<boolean> {
  try {
    await table.commit(partitionKey, [{ kind: 'delete', rowKey, etag }]);
    return true;
  } catch (error) {
    if (!(error instanceof RowConflict)) throw error;
    return false;
  }
}
