import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addIncidentComment } from '../../../functions/alerts/incidents/addIncidentComment.ts';
import { validatorOf } from '../../../functions/runtime/validator.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { person } from '../../callers.ts';
import { callHandler } from '../../callHandler.ts';
import { testGraphFaults } from '../../graphFaults.ts';
import { alertDependencies, pseudonymOf } from '../startAlerts.ts';
import { raiseInIncident, riskOfLee, startIncidents } from './startIncidents.ts';

let tenant: Awaited<ReturnType<typeof startIncidents>>;
before(async () => {
  tenant = await startIncidents();
});
after(() => tenant.close());

const comment = async (incidentId: string, text: string) => {
  const call = { caller: person(users.megan), parameters: { incidentId }, body: { comment: text } };
  return Object((await callHandler(addIncidentComment, tenant, call)).body);
};
const textsOf = ({ comments }: { comments: { comment: string }[] }) => comments.map(({ comment: text }) => text);

test('comments in the person’s name and answers all comments', async () => {
  const id = tenant.raise();
  await comment(id, 'First.');
  const body = await comment(id, 'Second.');
  assert.deepEqual([body.incidentId, textsOf(body)], [id, ['First.', 'Second.']]);
  assert.equal(body.comments[0].createdBy, 'Megan Bowen');
});

test('comments on the incident that a merged one has become part of', async () => {
  const [from, into] = [tenant.raise(), tenant.raise()];
  tenant.graph.incidents.merge(from, into);
  assert.equal((await comment(from, 'Once.')).incidentId, into);
  assert.deepEqual(tenant.graph.incidents.get(into)?.comments.length, 1);
  assert.deepEqual(tenant.graph.incidents.get(from)?.comments.length, 0);
});

test('does not comment a second time when the answer of the first is lost', async () => {
  const id = tenant.raise();
  const route = 'POST /security/incidents/{incidentId}/comments';
  tenant.graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' }, route });
  await assert.rejects(comment(id, 'Once.'), { name: 'UpstreamError', kind: 'away' });
  assert.equal(tenant.graph.incidents.get(id)?.comments.length, 1);
});

test('names nobody of an insider risk alert', async () => {
  const { incidentId } = tenant.graph.raise(riskOfLee());
  const body = await comment(incidentId ?? '', 'Lee Gu was asked.');
  assert.deepEqual(textsOf(body), [`${pseudonymOf(users.lee.userPrincipalName)} was asked.`]);
});

test('asks for a text', () => {
  const faults = validatorOf(addIncidentComment.body ?? assert.fail(), 'body');
  for (const body of [{}, { comment: '' }, { comment: ' \n' }, { comment: 'x'.repeat(1_001) }])
    assert.equal(faults(body)[0]?.field, 'comment');
});

const body = { comment: 'Seen.' };
testGraphFaults(addIncidentComment, {
  dependencies: alertDependencies,
  call: (graphTenant) => ({ parameters: { incidentId: raiseInIncident(graphTenant) }, body }),
  route: 'POST /security/incidents/{incidentId}/comments',
  missing: { parameters: { incidentId: '0' }, body },
});
