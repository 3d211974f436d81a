import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { updateAlert } from '../../functions/alerts/updateAlert.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { alertDeterminations } from '../../sandbox/graph/alertRecord.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { alertDependencies, startAlerts } from './startAlerts.ts';

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());

const caller = person(users.megan);

test('leaves the owner alone when only the status is sent', async () => {
  const { id } = tenant.raiseDlp({ assignedTo: 'adele@contoso.com', classification: 'truePositive', severity: 'low' });
  const { body } = await callHandler(updateAlert, tenant, {
    caller,
    parameters: { alertId: id },
    body: { status: 'resolved' },
  });
  const { status, assignedTo, classification } = body as Record<string, unknown>;
  assert.deepEqual([status, assignedTo, classification], ['resolved', 'adele@contoso.com', 'truePositive']);
  const { status: stored, assignedTo: owner } = tenant.graph.alerts.get(id) ?? {};
  assert.deepEqual([stored, owner], ['resolved', 'adele@contoso.com']);
});

test('sets classification, determination and owner by the names of the metadata', async () => {
  const { id } = tenant.raiseDlp();
  const changes = {
    classification: 'informationalExpectedActivity',
    determination: 'confirmedActivity',
    assignedTo: 'megan@contoso.com',
  };
  await callHandler(updateAlert, tenant, { caller: app(), parameters: { alertId: id }, body: changes });
  const { classification, determination, assignedTo } = tenant.graph.alerts.get(id) ?? {};
  assert.deepEqual({ classification, determination, assignedTo }, changes);
});

test('takes every determination of the metadata that the service still takes, by name', async () => {
  const { determination } = Object(updateAlert.body?.properties);
  const stale = ['apt', 'securityPersonnel'];
  assert.deepEqual([...determination.enum, ...stale].sort(), [...alertDeterminations].sort());
  const { id } = tenant.raiseDlp();
  for (const name of determination.enum) {
    await callHandler(updateAlert, tenant, { caller, parameters: { alertId: id }, body: { determination: name } });
    assert.equal(tenant.graph.alerts.get(id)?.determination, name);
  }
});

test('asks for at least one change', async () => {
  const { id } = tenant.raiseDlp();
  await assert.rejects(callHandler(updateAlert, tenant, { caller, parameters: { alertId: id }, body: {} }), {
    code: 'InvalidInput',
    message: /at least one/,
  });
});

test('names the permission and the role that a caller may lack', async () => {
  const poor = await startAlerts({ permissions: ['SecurityAlert.Read.All'] });
  try {
    const { id } = poor.raiseDlp();
    const update = { parameters: { alertId: id }, body: { status: 'resolved' } };
    await assert.rejects(callHandler(updateAlert, poor, { ...update, caller }), {
      code: 'UpstreamRefused',
      message: /Security Operator.*SecurityAlert\.ReadWrite\.All/,
    });
    await assert.rejects(callHandler(updateAlert, poor, { ...update, caller: app() }), {
      code: 'UpstreamRefused',
      message: /The app may lack the SecurityAlert\.ReadWrite\.All permission/,
    });
  } finally {
    await poor.close();
  }
});

const body = { status: 'resolved' };
testGraphFaults(updateAlert, {
  dependencies: alertDependencies,
  call: ({ graph }) => ({ parameters: { alertId: graph.raise({ serviceSource: 'dataLossPrevention' }).id }, body }),
  route: 'PATCH /security/alerts_v2/{alertId}',
  missing: { parameters: { alertId: 'dl-none' }, body },
});
