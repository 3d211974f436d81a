import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getIncident } from '../../../functions/alerts/incidents/getIncident.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { app, person } from '../../callers.ts';
import { callHandler } from '../../callHandler.ts';
import { testGraphFaults } from '../../graphFaults.ts';
import { alertDependencies } from '../startAlerts.ts';
import { raiseInIncident, riskOfLee, startIncidents } from './startIncidents.ts';

let tenant: Awaited<ReturnType<typeof startIncidents>>;
before(async () => {
  tenant = await startIncidents();
});
after(() => tenant.close());

const get = async (incidentId: string, caller = person(users.megan)) =>
  Object((await callHandler(getIncident, tenant, { caller, parameters: { incidentId } })).body);

test('gets an incident with its alerts', async () => {
  const incidentId = tenant.raise({ severity: 'low' });
  tenant.raise({ incidentId, severity: 'high', serviceSource: 'microsoftDefenderForCloudApps' });
  const body = await get(incidentId, app());
  assert.partialDeepStrictEqual(body, { incidentId, severity: 'high', products: ['dlp', 'cloudApps'], alertCount: 2 });
  assert.equal('mergedFromId' in body, false);
});

test('follows an incident that was merged, and merged again, and says so', async () => {
  const [first, second, third] = [tenant.raise(), tenant.raise(), tenant.raise()];
  tenant.graph.incidents.merge(first, second);
  tenant.graph.incidents.merge(second, third);
  assert.partialDeepStrictEqual(await get(first), { incidentId: third, mergedFromId: first, alertCount: 3 });
});

test('calls it a fault of the service when merged incidents lead back to one another, or nowhere', async () => {
  const [first, second] = [tenant.raise(), tenant.raise()];
  tenant.graph.incidents.update(first, { status: 'redirected', redirectIncidentId: second });
  tenant.graph.incidents.update(second, { status: 'redirected', redirectIncidentId: first });
  await assert.rejects(get(first), { name: 'UpstreamError', kind: 'fault', message: /leads to no incident/ });
  tenant.graph.incidents.update(second, { redirectIncidentId: null });
  await assert.rejects(get(second), { name: 'UpstreamError', kind: 'fault' });
});

test('names nobody of an insider risk alert', async () => {
  const { incidentId = '' } = tenant.graph.raise(riskOfLee());
  tenant.graph.incidents.update(incidentId ?? '', { summary: 'Lee Gu, again.', customTags: ['lee@contoso.com'] });
  assert.doesNotMatch(JSON.stringify(await get(incidentId ?? '')), /Lee Gu|lee@/);
});

test('reaches nothing else of Graph, whatever the id', async () => {
  tenant.graph.requests.reset();
  await assert.rejects(get('..'), { code: 'InvalidInput' });
  await assert.rejects(get('1/../../users'), { code: 'NotFound' });
  const { requests } = tenant.graph;
  assert.equal(requests.total, requests.of('GET /security/incidents/{incidentId}'));
});

testGraphFaults(getIncident, {
  dependencies: alertDependencies,
  call: (graphTenant) => ({ parameters: { incidentId: raiseInIncident(graphTenant) } }),
  route: 'GET /security/incidents/{incidentId}',
  missing: { parameters: { incidentId: '0' } },
});
