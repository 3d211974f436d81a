import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listCloudAppAlerts } from '../../functions/alerts/listCloudAppAlerts.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { cloudAppAlert } from '../../sandbox/graph/cloudAppAlert.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { alertDependencies, startAlerts } from './startAlerts.ts';

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());

const raise = (appId: number, displayName: string, severity: 'low' | 'high') =>
  tenant.graph.raise(
    cloudAppAlert({
      user: users.alex,
      title: 'Mass download',
      application: { appId, displayName },
      at: new Date(),
      severity,
    }),
  ).id;
const listed = async (parameters: Record<string, unknown>) => {
  const call = { caller: person(users.megan), parameters: { top: 100, ...parameters } };
  const { value } = Object((await callHandler(listCloudAppAlerts, tenant, call)).body);
  return value.map(({ alertId }: { alertId: string }) => alertId).sort();
};

test('lists cloud app alerts only, by app and by severity', async () => {
  tenant.raiseDlp();
  const dropbox = raise(11_627, 'Dropbox', 'low');
  const box = raise(10_489, 'Box', 'high');
  assert.deepEqual(await listed({}), [dropbox, box].sort());
  assert.deepEqual(await listed({ cloudApp: 'dropbox' }), [dropbox]);
  assert.deepEqual(await listed({ cloudApp: '10489' }), [box]);
  assert.deepEqual(await listed({ minimumSeverity: 'high' }), [box]);
  assert.deepEqual(await listed({ cloudApp: 'Drop' }), []);
});

testGraphFaults(listCloudAppAlerts, {
  dependencies: alertDependencies,
  call: () => ({ parameters: { top: 100 } }),
  route: 'GET /security/alerts_v2',
});
