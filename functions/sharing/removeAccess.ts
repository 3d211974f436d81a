import { randomUUID } from 'node:crypto';
import type { FileItem } from '../integrations/sharePoint/fileItem.ts';
import type { Caller } from '../runtime/caller.ts';
import { Problem } from '../runtime/problem.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';
import type { ExternalAccess } from './externalAccess.ts';
import type { Receipt, Receipts } from './receipts.ts';
import type { Removal } from './removal.ts';
import type { SharingOfGraph } from './sharingOfGraph.ts';
import type { UntoldReceipts } from './untoldReceipts.ts';

export interface RemovalOrder {
  readonly caller: Caller;
  readonly file: FileItem;
  readonly entries: readonly ExternalAccess[];
  /** Of earlier calls that were never answered. */
  readonly untold: UntoldReceipts;
  readonly mode: 'dryRun' | 'remove';
  /** No more than so many entries go. */
  readonly limit: number;
  readonly reason?: string;
}

/**
 * Removes entries one after another, each with a receipt that is written first; inherited ones and those of owners
 * never go. A refusal is noted and the next one tried, a service or a storage that is away ends it; either is an error
 * only when nothing was removed, since the receipts of what was removed are told in the answer alone. Where an answer
 * was lost, the next one tells them.
 */
export async function removeAccess(
  graph: Pick<SharingOfGraph, 'remove'>,
  receipts: Pick<Receipts, 'issue' | 'tell' | 'forget'>,
  { caller, file, entries, untold, mode, limit, reason }: RemovalOrder,
): Promise<Removal[]> {
  const removals: Removal[] = untold.gone.map(({ access, receiptId }) => ({
    ...access,
    outcome: 'alreadyGone',
    note: 'It went with an earlier call, whose answer was lost.',
    receiptId,
  }));
  let tried = 0;
  let trouble: UpstreamError | undefined;
  let refusal: Problem | undefined;

  const endBy = (error: unknown): UpstreamError => {
    if (!(error instanceof UpstreamError) || !removals.some(isGone)) throw error;
    trouble = error;
    return error;
  };

  const removeOne = async (access: ExternalAccess): Promise<Removal> => {
    const removedAt = new Date().toISOString();
    const begun = untold.begun.get(access.permissionId);
    const receipt: Receipt = {
      receiptId: begun ?? randomUUID(),
      state: 'removed',
      removedAt,
      file,
      access,
      ...(reason !== undefined && { reason }),
    };
    try {
      await receipts.issue(caller, receipt);
    } catch (error) {
      return { ...access, outcome: 'failed', note: `No receipt could be kept. ${endBy(error).message}` };
    }
    try {
      const wasThere = await graph.remove(file, access.permissionId);
      // Gone by somebody else's hand, or by ours in an attempt whose answer was lost: it can be given back either way.
      return { ...access, outcome: wasThere ? 'removed' : 'alreadyGone', receiptId: receipt.receiptId };
    } catch (error) {
      if (error instanceof Problem) {
        refusal ??= error;
        // One that stays does no harm: whoever restores by it hears that the access is still there.
        // That of an earlier call may be at work in another one.
        if (begun === undefined) await receipts.forget(caller, receipt).catch(() => undefined);
        return { ...access, outcome: 'failed', note: error.message };
      }
      // It may have been removed all the same, so the receipt stays.
      return { ...access, outcome: 'failed', note: endBy(error).message, receiptId: receipt.receiptId };
    }
  };

  for (const access of entries) {
    if (!access.isRemovable) {
      removals.push({ ...access, outcome: 'kept', note: whyKept(access) });
    } else if (trouble !== undefined) {
      removals.push({ ...access, outcome: 'notTried', note: `A removal before it failed. ${trouble.message}` });
    } else if (tried === limit) {
      removals.push({ ...access, outcome: 'notTried', note: `The limit of ${limit} was reached.` });
    } else {
      tried += 1;
      removals.push(mode === 'dryRun' ? { ...access, outcome: 'wouldRemove' } : await removeOne(access));
    }
  }
  if (refusal !== undefined && !removals.some(isGone)) throw refusal;
  const told = removals.flatMap(({ receiptId }) => receiptId ?? []);
  // Where that fails, the next call tells them once more, which does no harm.
  await receipts.tell(caller, file, told).catch(() => undefined);
  return removals;
}

const isGone = ({ outcome }: Removal): boolean => outcome === 'removed' || outcome === 'alreadyGone';

const whyKept = ({ isInherited, inheritedFrom }: ExternalAccess): string =>
  isInherited
    ? `It is inherited: remove it from the folder above${inheritedFrom === undefined ? '' : `, ${inheritedFrom}`}.`
    : 'Owners keep their access.';
