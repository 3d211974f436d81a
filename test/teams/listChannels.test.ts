import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listChannels } from '../../functions/teams/listChannels.ts';
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

test('lists the channels of a team, by name', async () => {
  const { body } = await callHandler(listChannels, tenant, { caller: joni, parameters: { teamId: team.id } });
  const { dlpAlerts, general, insiderRisk } = team.channels;
  const value = [dlpAlerts, general, insiderRisk].map(({ id: channelId, ...channel }) => ({ channelId, ...channel }));
  assert.deepEqual(body, { value });
});

test('hands on the refusal of a person who is not in the team', async () => {
  const list = callHandler(listChannels, tenant, { caller: person(users.adele), parameters: { teamId: team.id } });
  await assert.rejects(list, { name: 'Problem', code: 'UpstreamRefused' });
});

test('says when there is no such team', async () => {
  const parameters = { teamId: '00000000-0000-4000-8000-000000000000' };
  await assert.rejects(callHandler(listChannels, tenant, { caller: joni, parameters }), { code: 'NotFound' });
});
