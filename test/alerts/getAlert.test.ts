import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Alert } from '../../functions/alerts/alert.ts';
import { getAlert } from '../../functions/alerts/getAlert.ts';
import type { RuleMatches } from '../../functions/alerts/ruleMatches.ts';
import { dlpRecord } from '../../sandbox/activityFeed/dlpRecord.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { dlpAlert } from '../../sandbox/graph/dlpAlert.ts';
import { hostileAlert } from '../../sandbox/graph/hostileAlert.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { dlpMatch, openJoinedWorld } from './joinedWorld.ts';
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

test('brings the rule matches of a DLP alert along, and says when none can come', async () => {
  const match = dlpMatch();
  const { id } = tenant.graph.raise(dlpAlert(match));
  const get = async (ruleMatches: RuleMatches) => {
    const { body } = await callHandler(getAlert, { ...tenant, ruleMatches }, { caller, parameters: { alertId: id } });
    return body as Alert;
  };
  assert.equal((await get(tenant.ruleMatches)).enrichment, 'unavailable');
  const world = openJoinedWorld();
  assert.equal((await get(world.ruleMatchesWith())).enrichment, 'pending');
  const record = dlpRecord(match);
  await world.record(record);
  const { enrichment, ruleMatches = [] } = await get(world.ruleMatchesWith());
  assert.deepEqual([enrichment, ...ruleMatches.map(({ recordId }) => recordId)], ['complete', record.Id]);
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
