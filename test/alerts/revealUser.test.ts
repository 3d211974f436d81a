import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { revealUser } from '../../functions/alerts/revealUser.ts';
import { createApprovals } from '../../functions/approvals/approvals.ts';
import type { Caller, Role } from '../../functions/runtime/caller.ts';
import type { User } from '../../sandbox/contoso/users.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { mailboxEvidence } from '../../sandbox/graph/evidence.ts';
import { insiderRiskAlert } from '../../sandbox/graph/insiderRiskAlert.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { createWorld, openProcess, type Process } from '../subscriptions/subscriptionFixture.ts';
import { pseudonymOf, startAlerts } from './startAlerts.ts';

describe('RevealUser', () => {
  let tenant: Awaited<ReturnType<typeof startAlerts>>;
  let process: Process;
  before(async () => {
    tenant = await startAlerts();
    process = openProcess(createWorld());
  });
  after(async () => {
    await process.close();
    await tenant.close();
  });

  const as = (user: User, role: Role): Caller => ({
    ...person(user),
    name: user.displayName,
    userPrincipalName: user.userPrincipalName,
    roles: [role],
  });
  const joni = as(users.joni, 'Purview.Remediator');
  const nestor = as(users.nestor, 'Purview.Administrator');
  const { lee } = users;

  const dependencies = (asked = tenant) => ({
    ...asked,
    log: process.log,
    approvals: createApprovals(process.world.table('approvals'), () => new Date()),
  });
  const step = async (caller: Caller, alertId: string, body: Record<string, unknown>, asked = tenant) =>
    Object((await callHandler(revealUser, dependencies(asked), { caller, parameters: { alertId }, body })).body);
  const request = async (alertId: string): Promise<string> =>
    (await step(joni, alertId, { step: 'request', reason: 'A hearing.' })).approval.approvalId;
  const approved = async (alertId: string): Promise<string> => {
    const approvalId = await request(alertId);
    await step(nestor, alertId, { step: 'approve', approvalId });
    return approvalId;
  };
  const raise = (names: 'shown' | 'hidden' = 'shown') =>
    tenant.graph.raise(insiderRiskAlert({ user: lee, policyName: 'Leaks', at: new Date(), names })).id;
  const auditEvents = async () => (await process.log.after('responses', 0)).map(({ json }) => JSON.parse(json));

  test('names the person to who asked, once somebody else has approved, and for once', async () => {
    const alertId = raise();
    const approvalId = await request(alertId);
    const carryOut = { step: 'carryOut', approvalId };
    await assert.rejects(step(joni, alertId, carryOut), { code: 'Conflict', message: /Nobody has approved/ });
    const { user: nobody } = await step(nestor, alertId, { step: 'approve', approvalId });
    assert.equal(nobody, undefined);
    await assert.rejects(step(nestor, alertId, carryOut), { code: 'NotFound' });
    const { approval, user } = await step(joni, alertId, carryOut);
    assert.equal(approval.state, 'used');
    assert.deepEqual(user, {
      userPrincipalName: lee.userPrincipalName,
      displayName: lee.displayName,
      objectId: lee.id,
      pseudonym: pseudonymOf(lee.userPrincipalName),
    });
    await assert.rejects(step(joni, alertId, carryOut), { code: 'Conflict', message: /already/ });
  });

  test('leaves an audit event that says who, why and by whose leave, and not whom', async () => {
    const alertId = raise();
    const approvalId = await approved(alertId);
    const before = (await auditEvents()).length;
    await step(joni, alertId, { step: 'carryOut', approvalId });
    const [event, ...others] = (await auditEvents()).slice(before);
    assert.deepEqual(others, []);
    assert.partialDeepStrictEqual(event, {
      type: 'userRevealed',
      source: 'responses',
      eventKey: `responses-${approvalId}`,
      actor: users.joni.userPrincipalName,
      response: {
        action: 'RevealUser',
        alertId,
        approvalId,
        reason: 'A hearing.',
        requestedBy: { objectId: users.joni.id, name: 'Joni Sherman' },
        approvedBy: { objectId: users.nestor.id, name: 'Nestor Wilke' },
        pseudonym: pseudonymOf(lee.userPrincipalName),
      },
    });
    assert.doesNotMatch(JSON.stringify(event), /Lee Gu|lee@|f3194a3b/);
  });

  test('tells nobody when the audit event cannot be kept', async () => {
    const alertId = raise();
    const approvalId = await approved(alertId);
    const log = { head: process.log.head, append: () => Promise.reject(new Error('storage is away')) };
    const body = { step: 'carryOut', approvalId };
    const call = callHandler(revealUser, { ...dependencies(), log }, { caller: joni, parameters: { alertId }, body });
    await assert.rejects(call, /storage is away/);
  });

  test('lets nobody approve who asked, or who is no administrator', async () => {
    const alertId = raise();
    const approvalId = await request(alertId);
    const approve = { step: 'approve', approvalId };
    await assert.rejects(step({ ...joni, roles: ['Purview.Administrator'] }, alertId, approve), { code: 'Conflict' });
    await assert.rejects(step(as(users.megan, 'Purview.Remediator'), alertId, approve), { code: 'RoleMissing' });
  });

  test('takes an approval for the alert only that it was asked for', async () => {
    const approvalId = await approved(raise());
    await assert.rejects(step(joni, raise(), { step: 'carryOut', approvalId }), { code: 'Conflict' });
  });

  test('asks for a reason and for the approval, by their names', async () => {
    const alertId = raise();
    await assert.rejects(step(joni, alertId, { step: 'request' }), { code: 'InvalidInput', message: /reason/ });
    await assert.rejects(step(joni, alertId, { step: 'carryOut' }), { code: 'InvalidInput', message: /approvalId/ });
  });

  test('asks nobody to approve what cannot be done: no such alert, or one of another product', async () => {
    await assert.rejects(request('ir-none'), { code: 'NotFound' });
    await assert.rejects(request(tenant.raiseDlp().id), { code: 'NotFound', message: /not hidden/ });
  });

  test('asks nobody to approve when Microsoft itself shows a pseudonym only, whoever owns a mailbox of the alert', async () => {
    const alertId = raise('hidden');
    await assert.rejects(request(alertId), { code: 'Conflict', message: /privacy settings/ });
    const { evidence = [] } = tenant.graph.alerts.get(alertId) ?? {};
    const another = mailboxEvidence(users.megan, new Date().toISOString());
    tenant.graph.alerts.update(alertId, { evidence: [...evidence, another] });
    await assert.rejects(request(alertId), { code: 'Conflict', message: /privacy settings/ });
  });

  test('says so when Microsoft has come to show a pseudonym only, and keeps the approval', async () => {
    const alertId = raise();
    const approvalId = await approved(alertId);
    const { evidence = [] } = insiderRiskAlert({ user: lee, policyName: 'Leaks', at: new Date(), names: 'hidden' });
    tenant.graph.alerts.update(alertId, { evidence });
    const carryOut = { step: 'carryOut', approvalId };
    await assert.rejects(step(joni, alertId, carryOut), { code: 'Conflict', message: /privacy settings/ });
    await assert.rejects(step(joni, alertId, carryOut), { message: /privacy settings/ });
  });

  test('reads the alert with the rights of who asks, and hands on what Graph answers', async () => {
    const poor = await startAlerts({ permissions: ['Mail.Send'] });
    try {
      await assert.rejects(step(joni, 'ir1', { step: 'request', reason: 'Why not.' }, poor), {
        code: 'UpstreamRefused',
        message: /Security Reader.*SecurityAlert\.Read\.All/,
      });
    } finally {
      await poor.close();
    }
    const alertId = raise();
    const approvalId = await approved(alertId);
    const carryOut = { step: 'carryOut', approvalId };
    const route = 'GET /security/alerts_v2/{alertId}';
    tenant.graph.faults.plan({ fault: { kind: 'throttled', retryAfter: { seconds: 120 } }, route });
    await assert.rejects(step(joni, alertId, carryOut), { name: 'UpstreamError', kind: 'throttled' });
    assert.equal((await step(joni, alertId, carryOut)).user.objectId, lee.id);
    const again = await approved(alertId);
    tenant.graph.faults.plan({ fault: { kind: 'failed', status: 503, retryAfter: { seconds: 120 } }, route });
    await assert.rejects(step(joni, alertId, { step: 'carryOut', approvalId: again }), {
      name: 'UpstreamError',
      kind: 'away',
    });
  });

  test('is for people only, and is never answered from what was kept', () => {
    assert.deepEqual(revealUser.access, { role: 'Purview.Remediator', callers: 'people' });
    assert.equal(revealUser.repeat, 'safe');
  });
});
