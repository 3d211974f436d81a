import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getInsiderRiskAlert } from '../../functions/alerts/getInsiderRiskAlert.ts';
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

const { megan, lee } = users;
const risk = () => insiderRiskAlert({ user: lee, policyName: 'Leaks', at: new Date() });
const get = async (alertId: string) =>
  Object((await callHandler(getInsiderRiskAlert, tenant, { caller: person(megan), parameters: { alertId } })).body);

test('gets an alert, its person under a pseudonym', async () => {
  const body = await get(tenant.graph.raise(risk()).id);
  assert.equal(body.policyName, 'Leaks');
  assert.equal(body.actor, pseudonymOf(lee.userPrincipalName));
  assert.doesNotMatch(JSON.stringify(body), /Lee Gu|lee@/);
});

test('says 404 for an alert of another product', async () => {
  await assert.rejects(get(tenant.raiseDlp().id), { code: 'NotFound', message: /not an insider risk alert/ });
});

testGraphFaults(getInsiderRiskAlert, {
  dependencies: alertDependencies,
  call: ({ graph }) => ({ parameters: { alertId: graph.raise(risk()).id } }),
  route: 'GET /security/alerts_v2/{alertId}',
  missing: { parameters: { alertId: 'ir-none' } },
});
