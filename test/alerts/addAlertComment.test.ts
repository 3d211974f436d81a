import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addAlertComment } from '../../functions/alerts/addAlertComment.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { insiderRiskAlert } from '../../sandbox/graph/insiderRiskAlert.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { alertDependencies, pseudonymOf, startAlerts } from './startAlerts.ts';

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());

const caller = person(users.megan);

test("comments in the person's name and answers all comments", async () => {
  const { id } = tenant.raiseDlp();
  const comment = async (text: string) => {
    const call = { caller, parameters: { alertId: id }, body: { comment: text } };
    return (await callHandler(addAlertComment, tenant, call)).body as { comments: Record<string, string>[] };
  };
  await comment('First.');
  const { comments } = await comment('Second.');
  assert.deepEqual(
    comments.map(({ comment: text, createdBy }) => [text, createdBy]),
    [
      ['First.', 'Megan Bowen'],
      ['Second.', 'Megan Bowen'],
    ],
  );
});

test('does not comment a second time when the answer of the first is lost', async () => {
  const { id } = tenant.raiseDlp();
  const route = 'POST /security/alerts_v2/{alertId}/comments';
  tenant.graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' }, route });
  const call = { caller, parameters: { alertId: id }, body: { comment: 'Once.' } };
  await assert.rejects(callHandler(addAlertComment, tenant, call), { name: 'UpstreamError', kind: 'away' });
  assert.equal(tenant.graph.alerts.get(id)?.comments.length, 1);
});

test('names nobody of an insider risk alert in what others have written', async () => {
  const risk = insiderRiskAlert({ user: users.lee, policyName: 'Leaks', at: new Date() });
  const { id } = tenant.graph.raise(risk);
  const call = { caller, parameters: { alertId: id }, body: { comment: 'Lee Gu was asked.' } };
  const { body } = await callHandler(addAlertComment, tenant, call);
  const [{ comment } = assert.fail()] = Object(body).comments;
  assert.equal(comment, `${pseudonymOf(users.lee.userPrincipalName)} was asked.`);
});

const body = { comment: 'Seen.' };
testGraphFaults(addAlertComment, {
  dependencies: alertDependencies,
  call: ({ graph }) => ({ parameters: { alertId: graph.raise({ serviceSource: 'dataLossPrevention' }).id }, body }),
  route: 'POST /security/alerts_v2/{alertId}/comments',
  missing: { parameters: { alertId: 'dl-none' }, body },
});
