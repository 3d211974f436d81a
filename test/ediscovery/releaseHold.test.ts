import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { type Approvals, createApprovals } from '../../functions/approvals/approvals.ts';
import { releaseHold } from '../../functions/ediscovery/releaseHold.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { ediscoveryCases } from '../../sandbox/contoso/ediscoveryCases.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { tableForTest } from '../tableForTest.ts';
import { caseId, custodianId, fabrikam } from './matter.ts';

let purview: Purview;
let approvals: Approvals;
before(async () => {
  purview = await startPurview();
  approvals = createApprovals(await tableForTest(), purview.now);
});
beforeEach(() => {
  Object.assign(fabrikam(purview).custodians.get(custodianId) ?? {}, { holdStatus: 'applied' });
});
after(() => purview.close());

const joni: Caller = { ...person(users.joni), roles: ['Purview.Remediator'] };
const nestor: Caller = { ...person(users.nestor), roles: ['Purview.Administrator'] };
const reason = 'The matter is settled.';

const take = async (caller: Caller, body: Record<string, unknown>, id = caseId) => {
  const input = { custodianIds: [custodianId], ...body };
  const call = { caller, parameters: { caseId: id }, body: input };
  return Object((await callHandler(releaseHold, { ...purview, approvals }, call)).body);
};
const approved = async (): Promise<string> => {
  const { approval } = await take(joni, { step: 'request', reason });
  await take(nestor, { step: 'approve', approvalId: approval.approvalId });
  return approval.approvalId;
};
const holdStatus = () => fabrikam(purview).custodians.get(custodianId)?.holdStatus;
const route = 'POST /security/cases/ediscoveryCases/{caseId}/custodians/removeHold';

test('asks, is approved by an administrator, and then releases the hold, once', async () => {
  const earlier = purview.graph.requests.of(route);
  const { approval: pending } = await take(joni, { reason });
  assert.equal(pending.state, 'pending');
  assert.match(pending.subject, new RegExp(`${caseId}.*${custodianId}`));
  const { approvalId } = pending;
  await assert.rejects(take(joni, { step: 'carryOut', approvalId }), { code: 'Conflict' });
  const { approval: given } = await take(nestor, { step: 'approve', approvalId });
  assert.equal(given.state, 'approved');
  assert.deepEqual([holdStatus(), purview.graph.requests.of(route)], ['applied', earlier]);
  const { approval: used, operationId } = await take(joni, { step: 'carryOut', approvalId });
  assert.equal(used.state, 'used');
  assert.match(operationId, /^[\da-f-]{36}$/);
  assert.equal(holdStatus(), 'removing');
  await assert.rejects(take(joni, { step: 'carryOut', approvalId }), {
    code: 'Conflict',
    message: /carried out already/,
  });
  assert.equal(purview.graph.requests.of(route), earlier + 1);
});

test('is not approved by who asked, nor by somebody who is no administrator', async () => {
  const asksHerself = { ...joni, roles: ['Purview.Administrator'] };
  const { approval } = await take(asksHerself, { reason });
  const { approvalId } = approval;
  await assert.rejects(take(asksHerself, { step: 'approve', approvalId }), { code: 'Conflict' });
  const other = { ...nestor, roles: ['Purview.Remediator'] };
  await assert.rejects(take(other, { step: 'approve', approvalId }), { code: 'RoleMissing' });
});

test('is for the case and the custodians that it was asked for, in any order', async () => {
  const { custodians } = fabrikam(purview);
  custodians.set('another', { ...(custodians.get(custodianId) ?? assert.fail()), id: 'another' });
  const both = [custodianId, 'another'];
  const { approval } = await take(joni, { step: 'request', reason, custodianIds: both });
  const { approvalId } = approval;
  await take(nestor, { step: 'approve', approvalId, custodianIds: both.toReversed() });
  for (const custodianIds of [[custodianId], [...both, 'third']])
    await assert.rejects(take(joni, { step: 'carryOut', approvalId, custodianIds }), {
      code: 'Conflict',
      message: /something else/,
    });
  const otherCase = { step: 'carryOut', approvalId, custodianIds: both };
  await assert.rejects(take(joni, otherCase, ediscoveryCases.northwind.id), { code: 'Conflict' });
  assert.equal(holdStatus(), 'applied');
  await take(joni, { step: 'carryOut', approvalId, custodianIds: [...both.toReversed(), custodianId] });
  assert.deepEqual([holdStatus(), custodians.get('another')?.holdStatus], ['removing', 'removing']);
});

test('is still approved when Graph refused it or asked to wait, and not when it may have been done', async () => {
  const refused = await approved();
  purview.graph.faults.plan({ fault: { kind: 'throttled' }, route });
  await assert.rejects(take(joni, { step: 'carryOut', approvalId: refused }), { kind: 'throttled' });
  await take(joni, { step: 'carryOut', approvalId: refused });
  const unsure = await approved();
  purview.graph.faults.plan({ fault: { kind: 'failed', status: 503 }, route });
  await assert.rejects(take(joni, { step: 'carryOut', approvalId: unsure }), { kind: 'away' });
  await assert.rejects(take(joni, { step: 'carryOut', approvalId: unsure }), { code: 'Conflict' });
});

test('needs the reason, and later the approval id', async () => {
  await assert.rejects(take(joni, {}), { code: 'InvalidInput', message: /reason/ });
  await assert.rejects(take(joni, { step: 'carryOut' }), { code: 'InvalidInput', message: /approvalId/ });
});

test('says that there is no such custodian', async () => {
  const custodianIds = ['nobody'];
  const { approval } = await take(joni, { reason, custodianIds });
  const { approvalId } = approval;
  await take(nestor, { step: 'approve', approvalId, custodianIds });
  await assert.rejects(take(joni, { step: 'carryOut', approvalId, custodianIds }), { code: 'NotFound' });
});
