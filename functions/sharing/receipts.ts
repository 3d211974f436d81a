import type { FileItem } from '../integrations/sharePoint/fileItem.ts';
import type { Caller } from '../runtime/caller.ts';
import { Problem } from '../runtime/problem.ts';
import { dropRows } from '../storage/dropRows.ts';
import { asciiJson, joinJson, splitJson } from '../storage/longJson.ts';
import type { Table } from '../storage/table.ts';
import type { ExternalAccess } from './externalAccess.ts';

/** What was taken away, and all that is needed to give it back; never the address of a link. */
export interface Receipt {
  readonly receiptId: string;
  /** A receipt is written before its removal, so that one which nobody saw end leaves a trace too. */
  readonly state: 'removed' | 'restored';
  /** ISO-8601 UTC. */
  readonly removedAt: string;
  readonly file: FileItem;
  readonly access: ExternalAccess;
  readonly reason?: string;
  readonly restoreReason?: string;
  /** The entry that took its place. */
  readonly newPermissionId?: string;
}

export interface Receipts {
  put(caller: Caller, receipt: Receipt): Promise<void>;
  forget(receipt: Receipt): Promise<void>;
  /** Somebody else's is as unknown as one that never was. */
  read(caller: Caller, receiptId: string): Promise<Receipt>;
  /** Drops those from before a time; gives their number. */
  purge(before: Date): Promise<number>;
}

const partitionKey = 'receipt';

const ownerOf = ({ tenantId, objectId }: Caller): string => `${tenantId}/${objectId}`;

/** Keeps receipts in a table, each for the one who removed. */
export const createReceipts = (table: Table): Receipts => ({
  async put(caller, receipt) {
    const { receiptId: rowKey, removedAt } = receipt;
    const values = { owner: ownerOf(caller), removedAt, ...splitJson('receipt', asciiJson(receipt)) };
    await table.commit(partitionKey, [{ kind: 'put', rowKey, values }]);
  },
  async forget({ receiptId: rowKey }) {
    await table.commit(partitionKey, [{ kind: 'delete', rowKey }]);
  },
  async read(caller, receiptId) {
    const { row } = await table.read(partitionKey, receiptId);
    if (row !== undefined && row.values.owner === ownerOf(caller)) {
      return JSON.parse(joinJson('receipt', row.values)) as Receipt;
    }
    throw new Problem(
      'NotFound',
      'There is no such receipt of yours. Use a Receipt Id that Remove external access answered, in a flow with the same connection, while it is kept (30 days unless set otherwise).',
    );
  },
  purge: (before) => dropRows(table, partitionKey, `removedAt lt '${before.toISOString()}'`),
});
