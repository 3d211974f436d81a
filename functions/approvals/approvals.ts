import { randomBytes } from 'node:crypto';
import type { Caller } from '../runtime/caller.ts';
import { Problem } from '../runtime/problem.ts';
import { dropRows } from '../storage/dropRows.ts';
import { asciiJson, joinJson, splitJson } from '../storage/longJson.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import type { Table } from '../storage/table.ts';
import type { Approval, ApprovalTarget } from './approval.ts';

/** An approval that its requester holds, for one attempt to carry the action out. */
export interface UsedApproval {
  readonly approval: Approval;
  /** Makes it usable again; for an attempt that had no effect. */
  giveBack(): Promise<void>;
}

/**
 * Actions that two people decide on. What is not there, or not the caller's to know of, is a `Problem` 404; what cannot
 * be done now is one of 409 that says what to do.
 */
export interface Approvals {
  /** Asks for an approval, which somebody else must give. */
  request(caller: Caller, asked: ApprovalTarget & { readonly reason: string }): Promise<Approval>;
  /** Approves what somebody else asked for; whether the caller holds the role for that is for the operation to check. */
  approve(caller: Caller, approvalId: string, target: ApprovalTarget): Promise<Approval>;
  /** Takes an approval to carry out the action: only who asked may, only for exactly that, and only once. */
  use(caller: Caller, approvalId: string, target: ApprovalTarget): Promise<UsedApproval>;
  /** Forgets approvals that expired before a time; gives their number. */
  purge(before: Date): Promise<number>;
}

interface Stored {
  readonly tenantId: string;
  readonly approval: Approval;
}

interface StoredAt extends Stored {
  readonly etag: string;
}

const partitionKey = 'approval';
const hoursToDecide = 24;

/** Keeps approvals in a table, so that all instances agree on who approved and on what was used. */
export const createApprovals = (table: Table, now: () => Date): Approvals => {
  const read = async (caller: Caller, approvalId: string): Promise<StoredAt> => {
    // Whatever else a caller writes may not even be a row key.
    const isId = /^[A-Za-z0-9_-]{22}$/.test(approvalId);
    const { row } = isId ? await table.read(partitionKey, approvalId) : {};
    if (!row) throw unknown();
    const stored: Stored = JSON.parse(joinJson('body', row.values));
    if (stored.tenantId !== caller.tenantId) throw unknown();
    return { ...stored, etag: row.etag };
  };

  const valuesOf = (stored: Stored) => ({
    expiresAt: stored.approval.expiresAt,
    ...splitJson('body', asciiJson(stored)),
  });

  /** The new ETag; throws `RowConflict` when the approval has changed since it was read. */
  const replace = async ({ tenantId, etag }: StoredAt, approval: Approval): Promise<string> => {
    const values = valuesOf({ tenantId, approval });
    const [next = ''] = await table.commit(partitionKey, [
      { kind: 'replace', rowKey: approval.approvalId, values, etag },
    ]);
    return next;
  };

  const requireFresh = ({ expiresAt, state }: Approval): void => {
    if (state === 'used') throw conflict('This approval was carried out already. Ask for a new one with step request.');
    if (now() < new Date(expiresAt)) return;
    throw conflict(`This approval expired at ${expiresAt}. Ask for a new one with step request.`);
  };

  const approve: Approvals['approve'] = async (caller, approvalId, target) => {
    const stored = await read(caller, approvalId);
    const { approval } = stored;
    if (approval.requestedBy.objectId === caller.objectId)
      throw conflict('Somebody other than the person who asked must approve. Have them run step approve.');
    requireTarget(approval, target);
    requireFresh(approval);
    if (approval.state === 'approved') return approval;
    const approvedBy = personOf(caller);
    const approved: Approval = { ...approval, state: 'approved', approvedBy, approvedAt: now().toISOString() };
    try {
      await replace(stored, approved);
      return approved;
    } catch (error) {
      // Another has just approved: it stands as they left it.
      if (error instanceof RowConflict) return await approve(caller, approvalId, target);
      throw error;
    }
  };

  return {
    async request(caller, { action, subject, reason }) {
      const requestedAt = now();
      const approval: Approval = {
        approvalId: randomBytes(16).toString('base64url'),
        state: 'pending',
        action,
        subject,
        reason,
        requestedBy: personOf(caller),
        requestedAt: requestedAt.toISOString(),
        expiresAt: new Date(requestedAt.getTime() + hoursToDecide * 3_600_000).toISOString(),
      };
      const values = valuesOf({ tenantId: caller.tenantId, approval });
      // Not inserted: nobody else has the id, and a retried request may meet its own first attempt.
      await table.commit(partitionKey, [{ kind: 'put', rowKey: approval.approvalId, values }]);
      return approval;
    },

    approve,

    async use(caller, approvalId, target) {
      const stored = await read(caller, approvalId);
      const { approval } = stored;
      if (approval.requestedBy.objectId !== caller.objectId) throw unknown();
      requireTarget(approval, target);
      requireFresh(approval);
      if (approval.state === 'pending')
        throw conflict('Nobody has approved this yet. Have an administrator run step approve, then repeat this step.');
      const used: Approval = { ...approval, state: 'used', usedAt: now().toISOString() };
      try {
        const etag = await replace(stored, used);
        return {
          approval: used,
          async giveBack() {
            await replace({ ...stored, etag }, approval);
          },
        };
      } catch (error) {
        if (!(error instanceof RowConflict)) throw error;
        throw conflict('Another call is carrying this approval out. Look at its outcome before you ask for a new one.');
      }
    },

    purge: (before) => dropRows(table, partitionKey, `expiresAt lt '${before.toISOString()}'`),
  };
};

const personOf = ({ objectId, name }: Caller): Approval['requestedBy'] => ({
  objectId,
  ...(name !== undefined && { name }),
});

function requireTarget(approval: Approval, target: ApprovalTarget): void {
  if (approval.action === target.action && approval.subject === target.subject) return;
  throw conflict('This approval is for something else. Give the same input as when it was asked for, or ask anew.');
}

const unknown = (): Problem =>
  new Problem('NotFound', 'You have no such approval. Use the approval id that step request answered.');

const conflict = (detail: string): Problem => new Problem('Conflict', detail);
