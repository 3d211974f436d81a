import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addAlertComment } from '../../functions/alerts/addAlertComment.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { startAlerts } from './startAlerts.ts';

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
