import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { groupsFor } from '../../functions/groups/groupsOfGraph.ts';
import { listGroups } from '../../functions/groups/listGroups.ts';
import { groups } from '../../sandbox/contoso/groups.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { type GraphTenant, startGraphTenant } from '../graphTenant.ts';
import { type Answering, sendJson, startService } from '../integrations/graph/answering.ts';

const caller = person(users.grady);
let tenant: GraphTenant;
before(async () => {
  tenant = await startGraphTenant(['GroupMember.Read.All']);
});
after(() => tenant.close());

const listed = async (parameters: Record<string, unknown> = {}): Promise<unknown[]> => {
  const { body } = await callHandler(listGroups, { groupsFor: groupsFor(tenant.clients) }, { caller, parameters });
  return Object(body).value;
};
const titles = async (search: string) => (await listed({ search })).map((group) => Object(group).title);

test('lists the Microsoft 365 groups by name, and no other groups', async () => {
  const expected = ['engineering', 'finance', 'marketing', 'securityOperations', 'supplyChain'] as const;
  assert.deepEqual(
    await listed(),
    expected.map((name) => {
      const { id: groupId, displayName, mail: email } = groups[name];
      return { groupId, title: `${displayName} (${email})`, displayName, email };
    }),
  );
});

test('searches names by the beginnings of words, whatever else is in the search', async () => {
  assert.deepEqual(await titles('chain sup'), ['Supply Chain (supplychain@contoso.com)']);
  assert.deepEqual(await titles('upply'), []);
  assert.deepEqual(await titles('"finance" \\ &$filter='), []);
  assert.deepEqual(await titles('"finance" \\ &'), ['Finance (finance@contoso.com)']);
});

const paged = async (answering: Answering, check: (value: unknown[], asked: number) => void) => {
  const service = await startService(answering);
  try {
    const { body } = await callHandler(listGroups, { groupsFor: groupsFor(service.clients()) }, { caller });
    check(Object(body).value, service.asked.length);
  } finally {
    await service.close();
  }
};

test('reads all pages of a list, and no more than a person could pick from', async () => {
  const answering: Answering = (response, { url, headers }, nth) => {
    const isFirst = url.searchParams.has('$filter');
    assert.deepEqual([nth === 1, headers.consistencylevel], [isFirst, 'eventual']);
    const value = Array.from({ length: 500 }, (_, index) => ({
      id: `g${nth}-${index}`,
      displayName: 'Same',
      mail: null,
    }));
    sendJson(response, 200, { value, '@odata.nextLink': `${url.pathname}?$skiptoken=${nth}` });
  };
  await paged(answering, (value, asked) => {
    assert.equal(value.length, 2_000);
    assert.equal(asked, 4);
  });
});

test('makes do with what a group says of itself', async () => {
  const value = [
    ...[null, 5, [], { displayName: 'Without an id' }, { id: 7 }],
    { id: 'g1', displayName: null, mail: 9 },
    { id: 'g3', displayName: null, mail: 'b@contoso.com' },
    // In an order of the service's own.
    { id: 'g2', displayName: 'A', mail: null },
  ];
  await paged(
    (response) => sendJson(response, 200, { value }),
    (shown) =>
      assert.deepEqual(shown, [
        { groupId: 'g2', title: 'A', displayName: 'A' },
        { groupId: 'g1', title: 'g1', displayName: 'g1' },
        { groupId: 'g3', title: 'g3 (b@contoso.com)', displayName: 'g3', email: 'b@contoso.com' },
      ]),
  );
});

test('cuts a title of a name and an address that are too long together', async () => {
  const value = [{ id: 'g1', displayName: 'n'.repeat(40_000), mail: 'm'.repeat(40_000) }];
  await paged(
    (response) => sendJson(response, 200, { value }),
    ([shown]) => assert.ok(Buffer.byteLength(Object(shown).title) <= 32 * 1024),
  );
});

testGraphFaults(listGroups, {
  dependencies: (clients) => ({ groupsFor: groupsFor(clients) }),
  call: () => ({}),
  route: 'GET /groups',
});
