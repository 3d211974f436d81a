import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listTeams } from '../../functions/teams/listTeams.ts';
import { teams as contosoTeams } from '../../sandbox/contoso/teams.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { startTenant } from './startTenant.ts';

const team = contosoTeams.securityOperations;
const joni = person(users.joni);

let tenant: Awaited<ReturnType<typeof startTenant>>;
before(async () => {
  tenant = await startTenant();
});
after(() => tenant.close());

test('lists the teams of the person, by name', async () => {
  const { body } = await callHandler(listTeams, tenant, { caller: joni });
  const { id: teamId, displayName, description } = team;
  assert.deepEqual(body, { value: [{ teamId, displayName, description }] });
});
