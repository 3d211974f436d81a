import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphClients } from '../../functions/integrations/graph/graph.ts';
import { getManager } from '../../functions/users/getManager.ts';
import { usersFor } from '../../functions/users/usersOfGraph.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { type GraphTenant, startGraphTenant } from '../graphTenant.ts';
import { inTurn, startService } from '../integrations/graph/answering.ts';

let tenant: GraphTenant;
before(async () => {
  tenant = await startGraphTenant(['User.Read.All']);
});
after(() => tenant.close());

const dependencies = (clients: GraphClients) => ({ usersFor: usersFor(clients) });
const get = async (user: string, caller = person(users.grady)) =>
  (await callHandler(getManager, dependencies(tenant.clients), { caller, parameters: { user } })).body;

const { adele, miriam, patti } = users;
const manager = {
  userId: miriam.id,
  displayName: 'Miriam Graham',
  userPrincipalName: miriam.userPrincipalName,
  mail: miriam.mail,
  jobTitle: 'Director of Marketing',
  department: 'Marketing',
};

test('gets the manager of a user by principal name or by id, for a person and for an app', async () => {
  assert.deepEqual(await get(adele.userPrincipalName), manager);
  assert.deepEqual(await get(adele.id, app()), manager);
});

test('says 404 for somebody who has no manager', async () => {
  await assert.rejects(get(patti.id), { code: 'NotFound', message: /manager/ });
});

test('reaches nothing else of Graph, whatever the user', async () => {
  tenant.graph.requests.reset();
  await assert.rejects(get('..'), { code: 'InvalidInput' });
  await assert.rejects(get('me/../../groups'), { code: 'NotFound' });
  assert.equal(tenant.graph.requests.total, tenant.graph.requests.of('GET /users/{userId}/manager'));
});

test('leaves out what is nothing, cuts what is too long, and takes an answer without an id for a fault', async () => {
  const answers = [{ id: 'm', displayName: '', mail: null, jobTitle: 7, department: 'd'.repeat(100_000) }, { id: 7 }];
  const service = await startService(inTurn(answers));
  const { manager: managerOf } = usersFor(service.clients())(person(users.grady));
  try {
    const { department, ...others } = await managerOf(adele.id);
    assert.deepEqual(others, { userId: 'm' });
    assert.ok(Buffer.byteLength(department ?? '') <= 32 * 1024);
    await assert.rejects(managerOf(adele.id), { name: 'UpstreamError', kind: 'fault' });
  } finally {
    await service.close();
  }
});

testGraphFaults(getManager, {
  dependencies,
  call: () => ({ parameters: { user: adele.id } }),
  route: 'GET /users/{userId}/manager',
  missing: { parameters: { user: 'nobody@contoso.com' } },
});
