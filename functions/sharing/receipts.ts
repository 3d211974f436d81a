import { createHash } from 'node:crypto';
import type { FileItem } from '../integrations/sharePoint/fileItem.ts';
import type { Caller } from '../runtime/caller.ts';
import { Problem } from '../runtime/problem.ts';
import { deleteRows } from '../storage/deleteRows.ts';
import { dropRows } from '../storage/dropRows.ts';
import { asciiJson, joinJson, splitJson } from '../storage/longJson.ts';
import type { Change, Table } from '../storage/table.ts';
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
  /** Keeps one that nobody was told of yet. */
  issue(caller: Caller, receipt: Receipt): Promise<void>;
  /** Those of the caller for a file that were issued and never told. */
  untold(caller: Caller, file: FileItem): Promise<readonly Receipt[]>;
  /** Notes that the caller is told of these, for a file. */
  tell(caller: Caller, file: FileItem, receiptIds: readonly string[]): Promise<void>;
  /** Keeps one that the caller knows of, as it is now. */
  put(caller: Caller, receipt: Receipt): Promise<void>;
  /** Drops one that was issued and is not needed. */
  forget(caller: Caller, receipt: Receipt): Promise<void>;
  /** Somebody else's is as unknown as one that never was. */
  read(caller: Caller, receiptId: string): Promise<Receipt>;
  /** Drops those from before a time; gives their number. */
  purge(before: Date): Promise<number>;
}

const partitionKey = 'receipt';

const ownerOf = ({ tenantId, objectId }: Caller): string => `${tenantId}/${objectId}`;

/** What the marks of a caller and a file begin with; no receipt id holds a colon. */
const marksOf = (caller: Caller, { driveId, itemId }: FileItem): string => {
  const place = JSON.stringify([ownerOf(caller), driveId, itemId]);
  return `untold:${createHash('sha256').update(place).digest('base64url')}`;
};

/** Keeps receipts in a table, each for the one who removed, and a mark beside each that nobody was told of. */
export const createReceipts = (table: Table): Receipts => {
  const putting = (caller: Caller, receipt: Receipt): Change => {
    const { receiptId: rowKey, removedAt } = receipt;
    const values = { owner: ownerOf(caller), removedAt, ...splitJson('receipt', asciiJson(receipt)) };
    return { kind: 'put', rowKey, values };
  };

  const find = async (caller: Caller, receiptId: string): Promise<Receipt | undefined> => {
    const { row } = await table.read(partitionKey, receiptId);
    if (row === undefined || row.values.owner !== ownerOf(caller)) return undefined;
    return JSON.parse(joinJson('receipt', row.values)) as Receipt;
  };

  return {
    async issue(caller, receipt) {
      const { receiptId, removedAt, file } = receipt;
      const rowKey = `${marksOf(caller, file)}:${receiptId}`;
      await table.commit(partitionKey, [putting(caller, receipt), { kind: 'put', rowKey, values: { removedAt } }]);
    },
    async untold(caller, file) {
      const marks = marksOf(caller, file);
      const found: Receipt[] = [];
      for await (const rows of table.list({ partitionKey, from: `${marks}:`, before: `${marks};`, select: [] })) {
        for (const { rowKey } of rows) {
          const receipt = await find(caller, rowKey.slice(marks.length + 1));
          if (receipt?.state === 'removed') found.push(receipt);
        }
      }
      return found;
    },
    async tell(caller, file, receiptIds) {
      const marks = marksOf(caller, file);
      await deleteRows(
        table,
        partitionKey,
        receiptIds.map((receiptId) => `${marks}:${receiptId}`),
      );
    },
    async put(caller, receipt) {
      await table.commit(partitionKey, [putting(caller, receipt)]);
    },
    async forget(caller, { receiptId, file }) {
      await table.commit(partitionKey, [
        { kind: 'delete', rowKey: receiptId },
        { kind: 'delete', rowKey: `${marksOf(caller, file)}:${receiptId}` },
      ]);
    },
    async read(caller, receiptId) {
      const receipt = await find(caller, receiptId);
      if (receipt !== undefined) return receipt;
      throw new Problem(
        'NotFound',
        'There is no such receipt of yours. Use a Receipt Id that Remove external access answered, in a flow with the same connection, while it is kept (30 days unless set otherwise).',
      );
    },
    purge: (before) => dropRows(table, partitionKey, `removedAt lt '${before.toISOString()}'`),
  };
};
