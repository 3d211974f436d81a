import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphClients } from '../../functions/integrations/graph/graph.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { revokeSessions } from '../../functions/users/revokeSessions.ts';
import { usersFor } from '../../functions/users/usersOfGraph.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { type GraphTenant, startGraphTenant } from '../graphTenant.ts';
import { inTurn, startService } from '../integrations/graph/answering.ts';

let tenant: GraphTenant;
before(async () => {
  tenant = await startGraphTenant(['User.RevokeSessions.All']);
});
after(() => tenant.close());

const dependencies = (clients: GraphClients) => ({ usersFor: usersFor(clients) });
const revoke = async (user: string, caller = person(users.joni)) =>
  Object((await callHandler(revokeSessions, dependencies(tenant.clients), { caller, body: { user } })).body);

test('ends the sessions of this user and of nobody else, for a person and for an app', async () => {
  const { adele, lee, megan } = users;
  const { user, revokedAt } = await revoke(adele.userPrincipalName);
  assert.equal(user, adele.userPrincipalName);
  assert.ok(Math.abs(Date.parse(revokedAt) - Date.now()) < 60_000);
  await revoke(lee.id, app());
  const { sessions } = tenant.graph;
  assert.ok(sessions.validFrom(adele.id) && sessions.validFrom(lee.id));
  assert.equal(sessions.validFrom(megan.id), undefined);
});

test('is not repeated by itself when the answer is lost', async () => {
  const route = 'POST /users/{userId}/revokeSignInSessions';
  tenant.graph.requests.reset();
  tenant.graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' }, route });
  await assert.rejects(revoke(users.adele.id), { name: 'UpstreamError', kind: 'away' });
  assert.equal(tenant.graph.requests.of(route), 1);
});

test('says that it is done only when Graph says so', async () => {
  const answers = [{ value: false }, {}];
  const service = await startService(inTurn(answers));
  const { revokeSessions: end } = usersFor(service.clients())(person(users.joni));
  try {
    for (const _answer of answers) await assert.rejects(end(users.adele.id), { name: 'UpstreamError', kind: 'fault' });
  } finally {
    await service.close();
  }
});

test('names the role that a person may lack', async () => {
  tenant.graph.faults.plan({
    fault: { kind: 'failed', status: 403 },
    route: 'POST /users/{userId}/revokeSignInSessions',
  });
  await assert.rejects(revoke(users.adele.id), { code: 'UpstreamRefused', message: /such as Helpdesk Administrator/ });
});

test('asks for a user, and reaches nobody else by one', async () => {
  const faults = validatorOf(revokeSessions.body ?? assert.fail(), 'body');
  assert.deepEqual([faults({})[0]?.field, faults({ user: '' })[0]?.field], ['user', 'user']);
  await assert.rejects(revoke('..'), { code: 'InvalidInput' });
  await assert.rejects(revoke(`x/../${users.adele.id}`), { code: 'NotFound' });
});

const body = { user: users.adele.id };
testGraphFaults(revokeSessions, {
  dependencies,
  call: () => ({ body }),
  route: 'POST /users/{userId}/revokeSignInSessions',
  missing: { body: { user: 'nobody@contoso.com' } },
});
