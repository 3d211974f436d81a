import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import type { ApprovalTarget } from '../../functions/approvals/approval.ts';
import { type Approvals, createApprovals } from '../../functions/approvals/approvals.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { Problem, type ProblemCode } from '../../functions/runtime/problem.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import type { Table } from '../../functions/storage/table.ts';
import { committingTwice } from '../storage/committingTwice.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import { tableForTest } from '../tableForTest.ts';

const person = (name: string, tenantId = 'contoso'): Caller => ({
  kind: 'person',
  tenantId,
  objectId: `object-of-${name}`,
  clientId: 'the connector',
  name,
  roles: ['Purview.Administrator'],
  token: new Secret('a token'),
});
const adele = person('Adele');
const megan = person('Megan');
const target: ApprovalTarget = { action: 'ReleaseHold', subject: 'case 1, hold 2' };
const asked = { ...target, reason: 'The matter is settled.' };

const refusedAs = (code: ProblemCode, words: RegExp) => (error: unknown) => {
  assert.ok(error instanceof Problem, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, words);
  return true;
};

describe('an approval', () => {
  let table: Table;
  let approvals: Approvals;
  let now = new Date('2026-11-26T08:00:00.000Z');

  before(async () => {
    table = await tableForTest();
    approvals = createApprovals(table, () => now);
  });

  const approved = async (): Promise<string> => {
    const { approvalId } = await approvals.request(adele, asked);
    await approvals.approve(megan, approvalId, target);
    return approvalId;
  };

  test('is asked for once when storage commits and its answer is lost', async () => {
    const { request } = createApprovals(committingTwice(table), () => now);
    const { approvalId } = await request(adele, asked);
    assert.equal((await approvals.approve(megan, approvalId, target)).state, 'approved');
  });

  test('is asked for, approved by another, and carried out by who asked', async () => {
    const pending = await approvals.request(adele, asked);
    assert.deepEqual(pending, {
      ...asked,
      approvalId: pending.approvalId,
      state: 'pending',
      requestedBy: { objectId: adele.objectId, name: 'Adele' },
      requestedAt: '2026-11-26T08:00:00.000Z',
      expiresAt: '2026-11-27T08:00:00.000Z',
    });
    const given = await approvals.approve(megan, pending.approvalId, target);
    const approvedBy = { objectId: megan.objectId, name: 'Megan' };
    assert.deepEqual(given, { ...pending, state: 'approved', approvedBy, approvedAt: now.toISOString() });
    const { approval } = await approvals.use(adele, pending.approvalId, target);
    assert.deepEqual(approval, { ...given, state: 'used', usedAt: now.toISOString() });
  });

  test('is never given by who asked, though an administrator', async () => {
    const { approvalId } = await approvals.request(adele, asked);
    await assert.rejects(approvals.approve(adele, approvalId, target), refusedAs('Conflict', /Somebody other than/));
    await assert.rejects(approvals.use(adele, approvalId, target), refusedAs('Conflict', /Nobody has approved/));
  });

  test('stays as it is when it is given again', async () => {
    const approvalId = await approved();
    const { approvedBy } = await approvals.approve(person('Nestor'), approvalId, target);
    assert.equal(approvedBy?.name, 'Megan');
  });

  test('is carried out once', async () => {
    const approvalId = await approved();
    await approvals.use(adele, approvalId, target);
    await assert.rejects(approvals.use(adele, approvalId, target), refusedAs('Conflict', /carried out already/));
    await assert.rejects(approvals.approve(megan, approvalId, target), refusedAs('Conflict', /carried out already/));
  });

  test('can be carried out after an attempt was given back', async () => {
    const approvalId = await approved();
    await (await approvals.use(adele, approvalId, target)).giveBack();
    const { approval } = await approvals.use(adele, approvalId, target);
    assert.equal(approval.state, 'used');
  });

  test('is for one action on one subject', async () => {
    const approvalId = await approved();
    for (const other of [
      { ...target, subject: 'case 1, hold 3' },
      { ...target, action: 'RevealUser' },
    ]) {
      await assert.rejects(approvals.approve(megan, approvalId, other), refusedAs('Conflict', /something else/));
      await assert.rejects(approvals.use(adele, approvalId, other), refusedAs('Conflict', /something else/));
    }
    await approvals.use(adele, approvalId, target);
  });

  test('is not there for others to carry out, for other tenants, and under ids that are none', async () => {
    const approvalId = await approved();
    const unknown = refusedAs('NotFound', /no such approval/);
    await assert.rejects(approvals.use(megan, approvalId, target), unknown);
    await assert.rejects(approvals.use(person('Adele', 'fabrikam'), approvalId, target), unknown);
    await assert.rejects(approvals.approve(person('Megan', 'fabrikam'), approvalId, target), unknown);
    for (const none of ['', 'nothing', '../approval', 'x'.repeat(22), "'#?/\\"]) {
      await assert.rejects(approvals.approve(megan, none, target), unknown);
      await assert.rejects(approvals.use(adele, none, target), unknown);
    }
  });

  test('expires 24 hours after it was asked for, approved or not, and is forgotten later', async () => {
    const start = now;
    const pendingId = (await approvals.request(adele, asked)).approvalId;
    const approvedId = await approved();
    now = new Date(start.getTime() + 24 * 3_600_000);
    await assert.rejects(approvals.approve(megan, pendingId, target), refusedAs('Conflict', /expired/));
    await assert.rejects(approvals.use(adele, approvedId, target), refusedAs('Conflict', /expired/));
    const fresh = await approved();
    assert.ok((await approvals.purge(now)) === 0);
    assert.ok((await approvals.purge(new Date(now.getTime() + 1))) >= 2);
    await assert.rejects(approvals.use(adele, approvedId, target), refusedAs('NotFound', /no such approval/));
    await approvals.use(adele, fresh, target);
    now = start;
  });

  test('is carried out once however calls are interleaved', async () => {
    const inMemory = createMemoryTable();
    const kept = createApprovals(inMemory, () => now);
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 5 }), async (scheduler, calls) => {
        const turn = scheduler.scheduleFunction(async () => {});
        const inTurn: Table = {
          ...inMemory,
          read: (...place) => turn().then(() => inMemory.read(...place)),
          commit: (...changes) => turn().then(() => inMemory.commit(...changes)),
        };
        const interleaved = createApprovals(inTurn, () => now);
        const { approvalId } = await kept.request(adele, asked);
        const approving = Array.from({ length: calls }, (_, at) =>
          interleaved.approve(person(`approver ${at}`), approvalId, target),
        );
        const given = await scheduler.waitFor(Promise.all(approving));
        assert.equal(new Set(given.map(({ approvedBy }) => approvedBy?.name)).size, 1);
        const using = Array.from({ length: calls }, () => interleaved.use(adele, approvalId, target));
        const used = await scheduler.waitFor(Promise.allSettled(using));
        assert.equal(used.filter(({ status }) => status === 'fulfilled').length, 1);
        for (const call of used) if (call.status === 'rejected') refusedAs('Conflict', /carri|carry/)(call.reason);
      }),
    );
  });
});
