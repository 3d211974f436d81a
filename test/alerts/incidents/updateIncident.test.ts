import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { updateIncident } from '../../../functions/alerts/incidents/updateIncident.ts';
import { validatorOf } from '../../../functions/runtime/validator.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { person } from '../../callers.ts';
import { callHandler } from '../../callHandler.ts';
import { testGraphFaults } from '../../graphFaults.ts';
import { alertDependencies } from '../startAlerts.ts';
import { raiseInIncident, riskOfLee, startIncidents } from './startIncidents.ts';

let tenant: Awaited<ReturnType<typeof startIncidents>>;
before(async () => {
  tenant = await startIncidents();
});
after(() => tenant.close());

const update = async (incidentId: string, body: Record<string, unknown>) =>
  Object(
    (await callHandler(updateIncident, tenant, { caller: person(users.megan), parameters: { incidentId }, body })).body,
  );

test('sets what is given by the names of the metadata, and leaves the rest', async () => {
  const id = tenant.raise();
  tenant.graph.incidents.update(id, { assignedTo: 'adele@contoso.com', customTags: ['old'] });
  const body = await update(id, {
    status: 'inProgress',
    classification: 'truePositive',
    determination: 'maliciousUserActivity',
    tags: ['legal', 'new'],
  });
  const changed = { status: 'inProgress', classification: 'truePositive', determination: 'maliciousUserActivity' };
  assert.partialDeepStrictEqual(body, { ...changed, tags: ['legal', 'new'], assignedTo: 'adele@contoso.com' });
  assert.partialDeepStrictEqual(tenant.graph.incidents.get(id), {
    ...changed,
    customTags: ['legal', 'new'],
    assignedTo: 'adele@contoso.com',
    lastModifiedBy: 'Megan Bowen',
  });
});

test('answers the alerts as the change has left them', async () => {
  const id = tenant.raise();
  const body = await update(id, { status: 'resolved', resolvingComment: 'Settled.' });
  assert.partialDeepStrictEqual(body, { resolvingComment: 'Settled.', alerts: [{ status: 'resolved' }] });
});

test('refuses a merged incident with the id of the other, and changes neither', async () => {
  const [from, into] = [tenant.raise(), tenant.raise()];
  tenant.graph.incidents.merge(from, into);
  await assert.rejects(update(from, { status: 'resolved' }), { code: 'Conflict', message: new RegExp(`into ${into}`) });
  assert.equal(tenant.graph.incidents.get(into)?.status, 'active');
  tenant.graph.incidents.update(from, { redirectIncidentId: null });
  await assert.rejects(update(from, { status: 'resolved' }), { code: 'Conflict', message: /into another, and/ });
});

test('asks for at least one change, and for values that there are', async () => {
  const id = tenant.raise();
  await assert.rejects(update(id, {}), { code: 'InvalidInput', message: /at least one/ });
  const faults = validatorOf(updateIncident.body ?? assert.fail(), 'body');
  assert.deepEqual(
    faults({ status: 'redirected', determination: 'apt', tags: [''] }).map(({ field }) => field),
    ['status', 'determination', 'tags[0]'],
  );
});

test('names nobody of an insider risk alert', async () => {
  const { incidentId } = tenant.graph.raise(riskOfLee());
  assert.doesNotMatch(
    JSON.stringify(await update(incidentId ?? '', { assignedTo: 'megan@contoso.com' })),
    /Lee Gu|lee@/,
  );
});

const body = { status: 'inProgress' };
testGraphFaults(updateIncident, {
  dependencies: alertDependencies,
  call: (graphTenant) => ({ parameters: { incidentId: raiseInIncident(graphTenant) }, body }),
  route: 'PATCH /security/incidents/{incidentId}',
  missing: { parameters: { incidentId: '0' }, body },
});
