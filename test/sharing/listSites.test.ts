import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listSites } from '../../functions/sharing/listSites.ts';
import { sharingOfGraph } from '../../functions/sharing/sharingOfGraph.ts';
import { toSiteChoice } from '../../functions/sharing/siteChoice.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { type User, users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { sendJson, startService } from '../integrations/graph/answering.ts';
import { startSharing } from './startSharing.ts';

let tenant: Awaited<ReturnType<typeof startSharing>>;
before(async () => {
  tenant = await startSharing();
});
after(() => tenant.close());

const listed = async (user: User, parameters: Record<string, unknown> = {}) => {
  const { body } = await callHandler(listSites, tenant, { caller: person(user), parameters });
  return (body as { value: { siteId: string; title: string }[] }).value;
};

test('lists the sites that the person may open, by title, without OneDrives', async () => {
  assert.deepEqual(
    (await listed(users.joni)).map(({ title }) => title),
    [
      'Finance (contoso.sharepoint.com/sites/finance)',
      'Human Resources (contoso.sharepoint.com/sites/hr)',
      'Marketing (contoso.sharepoint.com/sites/marketing)',
      'Security Operations (contoso.sharepoint.com/sites/soc)',
    ],
  );
  assert.deepEqual(
    (await listed(users.megan)).map(({ siteId }) => siteId),
    [sites.securityOperations.id],
  );
  assert.deepEqual(await listed(users.lee), []);
});

test('searches for sites', async () => {
  assert.deepEqual(
    (await listed(users.joni, { search: 'market' })).map(({ siteId }) => siteId),
    [sites.marketing.id],
  );
});

test('names the permission that is lacking', async () => {
  const bare = await startSharing({ permissions: ['Files.ReadWrite.All'] });
  try {
    const call = callHandler(listSites, bare, { caller: person(users.joni), parameters: {} });
    await assert.rejects(call, { code: 'UpstreamRefused', message: /the Sites\.Read\.All permission/ });
  } finally {
    await bare.close();
  }
});

test('says when Graph refuses, throttles, fails or is away', async () => {
  await tenant.assertUpstreamFaults('GET /sites', () => listed(users.joni));
});

test('sorts what Graph lists in an order of its own', async () => {
  const value = ['B', 'c', 'A'].map((displayName) => ({ id: displayName, displayName }));
  const service = await startService((response) => sendJson(response, 200, { value }));
  try {
    const found = await sharingOfGraph(service.graph(), []).sites('*');
    assert.deepEqual(
      found.map(({ siteId }) => siteId),
      ['A', 'B', 'c'],
    );
  } finally {
    await service.close();
  }
});

test('makes do with what a site says of itself', () => {
  assert.deepEqual(toSiteChoice({ id: 's', displayName: null, name: 'n', webUrl: 'nowhere', isPersonalSite: null }), [
    { siteId: 's', title: 'n', displayName: 'n', webUrl: 'nowhere' },
  ]);
  assert.equal(
    toSiteChoice({ id: 's', displayName: 'Home', webUrl: 'https://contoso.sharepoint.com/' })[0]?.title,
    'Home (contoso.sharepoint.com)',
  );
  assert.deepEqual(toSiteChoice({ displayName: 'without an id' }), []);
});

test('cuts a title of a name and an address that are too long together', () => {
  const [site] = toSiteChoice({
    id: 's',
    displayName: 'n'.repeat(40_000),
    webUrl: `https://c.example/${'a'.repeat(40_000)}`,
  });
  assert.ok(Buffer.byteLength(site?.title ?? '') <= 32 * 1024);
});
