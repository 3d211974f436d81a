import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getAlert } from '../../functions/alerts/getAlert.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { hostileAlert } from '../../sandbox/graph/hostileAlert.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { alertDependencies, startAlerts } from './startAlerts.ts';

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());

const caller = person(users.megan);

test('gets an alert', async () => {
  const { id } = tenant.raiseDlp({ title: 'A match' });
  const { body } = await callHandler(getAlert, tenant, { caller, parameters: { alertId: id } });
  assert.deepEqual((body as { title: string }).title, 'A match');
});

test('says when there is no such alert', async () => {
  const get = callHandler(getAlert, tenant, { caller, parameters: { alertId: 'dl-none' } });
  await assert.rejects(get, { name: 'Problem', code: 'NotFound' });
});

test('reaches nothing else of Graph, whatever the id', async () => {
  tenant.graph.requests.reset();
  for (const [alertId, code] of [
    ['dl/../../users', 'NotFound'],
    ['..', 'InvalidInput'],
  ]) {
    await assert.rejects(callHandler(getAlert, tenant, { caller, parameters: { alertId } }), { code });
  }
  const { requests } = tenant.graph;
  assert.equal(requests.total, requests.of('GET /security/alerts_v2/{alertId}'));
});

test('calls an alert that it cannot read a fault of the service', async () => {
  const { id } = tenant.raiseDlp(hostileAlert('wrongTypes'));
  await assert.rejects(callHandler(getAlert, tenant, { caller, parameters: { alertId: id } }), {
    name: 'UpstreamError',
    kind: 'fault',
  });
});

testGraphFaults(getAlert, {
  dependencies: alertDependencies,
  call: ({ graph }) => ({ parameters: { alertId: graph.raise({ serviceSource: 'dataLossPrevention' }).id } }),
  route: 'GET /security/alerts_v2/{alertId}',
  missing: { parameters: { alertId: 'dl-none' } },
});
