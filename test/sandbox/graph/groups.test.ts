import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ediscoveryCases, fabrikamMatter } from '../../../sandbox/contoso/ediscoveryCases.ts';
import { groups } from '../../../sandbox/contoso/groups.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { type GraphFixture, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
let token: string;
before(async () => {
  fixture = await startGraphFixture();
  token = await fixture.delegatedToken(users.grady, 'GroupMember.Read.All', 'eDiscovery.ReadWrite.All');
});
after(() => fixture.close());

const eventual = { consistencylevel: 'eventual' };
const list = async (query: string, headers: Record<string, string> = eventual) => {
  const response = await fixture.call(`/groups?${query}`, { token, headers });
  const body = Object(await response.json());
  return { status: response.status, body, names: (body.value ?? []).map((group: object) => Object(group).displayName) };
};
const unified = "$filter=groupTypes/any(c:c+eq+'Unified')";

test('lists groups of all kinds, or Microsoft 365 groups alone', async () => {
  assert.equal((await list('', {})).body.value.length, Object.keys(groups).length);
  assert.equal((await list(unified, {})).body.value.length, 5);
  const { body, names } = await list(`${unified}&$orderby=displayName&$count=true&$top=2&$select=id,displayName`);
  assert.deepEqual([body['@odata.count'], names], [5, ['Engineering', 'Finance']]);
  const next = new URL(body['@odata.nextLink']).search.slice(1);
  assert.deepEqual((await list(next)).names, ['Marketing', 'Security Operations']);
  // The link to the next page does not carry the header along.
  assert.equal((await list(next, {})).status, 400);
});

test('searches by the beginnings of words', async () => {
  assert.deepEqual((await list('$search="displayName:operations"')).names, ['Security Operations']);
  assert.deepEqual((await list(`$search="displayName:supp"&${unified}`)).names, ['Supply Chain']);
});

test('refuses what the directory would', async () => {
  for (const [query, headers] of [
    ['$search="displayName:a"', {}],
    ['$count=true', {}],
    [`${unified}&$orderby=displayName`, eventual],
    [`${unified}&$orderby=displayName&$count=true`, {}],
    ['$search=displayName:a', eventual],
    ['$search="owner:a"', eventual],
    ['$skip=1', {}],
    ['$top=1000', {}],
    ['$orderby=mail', {}],
    ["$filter=visibility eq 'Public'", {}],
  ] as const)
    assert.equal((await list(query, headers)).status, 400, query);
  const reader = await fixture.delegatedToken(users.grady, 'User.Read');
  assert.equal((await fixture.call('/groups', { token: reader })).status, 403);
});

test('takes a group for a source of a custodian by its address or its email address', async () => {
  const path = `/security/cases/ediscoveryCases/${ediscoveryCases.fabrikam.id}/custodians`;
  const sources = `${path}/${fabrikamMatter.custodianId}/unifiedGroupSources`;
  const add = async (body: object, to = sources) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fixture.call(to, { token, method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, body: Object(await response.json()) };
  };
  const { supplyChain, finance, newsletter } = groups;
  const addressOf = ({ id }: { id: string }) => `${fixture.graph.origin}/v1.0/groups/${id}`;
  const bound = { 'group@odata.bind': addressOf(supplyChain), includedSources: 'mailbox' };
  const added = await add(bound);
  assert.deepEqual([added.status, added.body.id, added.body.holdStatus], [201, supplyChain.id, 'applied']);
  assert.equal((await add({ group: { mail: finance.mail }, includedSources: 'mailbox, site' })).status, 201);
  await add(bound);
  const { value } = Object(await (await fixture.call(sources, { token })).json());
  assert.deepEqual(
    value.map(({ id }: { id: string }) => id),
    [finance.id, supplyChain.id],
  );
  for (const body of [
    { includedSources: 'mailbox' },
    { ...bound, group: { mail: finance.mail } },
    { ...bound, includedSources: 'fax' },
    { 'group@odata.bind': addressOf(supplyChain) },
    { 'group@odata.bind': supplyChain.id, includedSources: 'mailbox' },
    { 'group@odata.bind': addressOf({ id: 'nothing' }), includedSources: 'mailbox' },
    { 'group@odata.bind': addressOf(newsletter), includedSources: 'mailbox' },
  ])
    assert.equal((await add(body)).status, 400, JSON.stringify(body));
  assert.equal((await add(bound, `${path}/nobody/unifiedGroupSources`)).status, 404);
});
