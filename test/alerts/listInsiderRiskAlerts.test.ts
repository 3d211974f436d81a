import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listInsiderRiskAlerts } from '../../functions/alerts/listInsiderRiskAlerts.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { pseudonymOf as givenPseudonym, insiderRiskAlert } from '../../sandbox/graph/insiderRiskAlert.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { alertDependencies, pseudonymOf, startAlerts } from './startAlerts.ts';

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());

const { megan, lee, adele } = users;
const at = new Date();
const listed = async (parameters: Record<string, unknown>, caller = person(megan)) =>
  Object((await callHandler(listInsiderRiskAlerts, tenant, { caller, parameters: { top: 100, ...parameters } })).body);

test('lists insider risk alerts only, their people under pseudonyms, ours and those of Microsoft', async () => {
  tenant.raiseDlp();
  tenant.graph.raise(insiderRiskAlert({ user: lee, policyName: 'Leaks', at }));
  tenant.graph.raise(insiderRiskAlert({ user: adele, policyName: 'Leaks', at, names: 'hidden' }));
  const body = await listed({}, app());
  const shown = body.value.map(({ product, pseudonym }: Record<string, unknown>) => [product, pseudonym]).sort();
  const expected = [pseudonymOf(lee.userPrincipalName), givenPseudonym(adele)].map((name) => ['insiderRisk', name]);
  assert.deepEqual(shown, expected.sort());
  assert.doesNotMatch(JSON.stringify(body), /lee@|adele@|Lee Gu|Adele Vance/);
});

test('filters by policy and by pseudonym', async () => {
  const { id } = tenant.graph.raise(insiderRiskAlert({ user: lee, policyName: 'Departing users', at }));
  tenant.graph.raise(insiderRiskAlert({ user: adele, policyName: 'Departing users', at }));
  const { value } = await listed({ policy: 'departing users', user: pseudonymOf(lee.userPrincipalName) });
  assert.deepEqual(
    value.map(({ alertId }: { alertId: string }) => alertId),
    [id],
  );
});

test('leads to the next page by a link of its own', async () => {
  const { value, nextLink } = await listed({ top: 1 });
  assert.equal(value.length, 1);
  assert.match(nextLink, /^https:\/\/func\.example\.com\/api\/insiderRiskAlerts\?/);
  const { top, ...next } = Object.fromEntries(new URL(nextLink).searchParams);
  assert.notDeepEqual((await listed({ ...next, top: Number(top) })).value, value);
  await assert.rejects(listed({ top: 1, nextToken: 'made up' }), { code: 'InvalidInput', message: /nextToken/ });
});

testGraphFaults(listInsiderRiskAlerts, {
  dependencies: alertDependencies,
  call: () => ({ parameters: { top: 100 } }),
  route: 'GET /security/alerts_v2',
});
