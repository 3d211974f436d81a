import type { FileItem } from '../integrations/sharePoint/fileItem.ts';
import type { Caller } from '../runtime/caller.ts';
import type { ExternalAccess } from './externalAccess.ts';
import type { Receipt, Receipts } from './receipts.ts';
import type { SharingOfGraph } from './sharingOfGraph.ts';

interface Listed {
  readonly caller: Caller;
  readonly file: FileItem;
  readonly entries: readonly ExternalAccess[];
}

export interface UntoldReceipts {
  /** Of what is gone. */
  readonly gone: readonly Receipt[];
  /** Of entries that are still listed: the ids of the receipts, by those of the entries. */
  readonly begun: ReadonlyMap<string, string>;
}

/** The caller's receipts for a file that no answer told, because it got lost or the process died before it. */
export async function untoldReceipts(
  graph: Pick<SharingOfGraph, 'has'>,
  receipts: Pick<Receipts, 'untold'>,
  { caller, file, entries }: Listed,
): Promise<UntoldReceipts> {
  const listed = new Set(entries.map(({ permissionId }) => permissionId));
  const gone: Receipt[] = [];
  const begun = new Map<string, string>();
  for (const receipt of await receipts.untold(caller, file)) {
    const { permissionId } = receipt.access;
    if (listed.has(permissionId)) begun.set(permissionId, receipt.receiptId);
    // Not listed is not gone: it may have become unreadable.
    else if (!(await graph.has(file, permissionId))) gone.push(receipt);
  }
  return { gone, begun };
}
