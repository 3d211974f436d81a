import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileUrl, itemUrl } from '../../../sandbox/contoso/site.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { type ErrorBody, type GraphFixture, startGraphFixture } from './graphFixture.ts';

const soc = sites.securityOperations;
const report = soc.files.incidentReport;
const itemPath = `/drives/${encodeURIComponent(soc.driveId)}/items/${report.id}`;
const tokenFor = (address: string) => `u!${Buffer.from(address).toString('base64url')}`;

let fixture: GraphFixture;
before(async () => {
  fixture = await startGraphFixture();
});
after(() => fixture.close());

const as = (user: typeof users.megan, ...scopes: string[]) => fixture.delegatedToken(user, ...scopes);

async function call<Body = ErrorBody>(path: string, token: string, init: { method?: string; body?: unknown } = {}) {
  const response = await fixture.call(path, {
    token,
    ...(init.method !== undefined && { method: init.method }),
    ...(init.body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(init.body),
    }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
}

test('finds a file by its address, in any letter case, and by its sharing link', async () => {
  const token = await as(users.megan, 'Files.ReadWrite');
  const { permissions } = fixture.graph.drives.item(soc.driveId, report.id) ?? { permissions: [] };
  for (const address of [
    fileUrl(soc, report),
    `${fileUrl(soc, report).toUpperCase().replace('HTTPS', 'https')}?web=1`,
    String(permissions[0]?.link?.webUrl),
  ]) {
    const { status, body } = await call<object>(`/shares/${tokenFor(address)}/driveItem`, token);
    assert.equal(status, 200);
    assert.partialDeepStrictEqual(body, { id: report.id, parentReference: { driveId: soc.driveId }, file: {} });
  }
});

test('answers 404 for an address that leads nowhere, 400 for a token that is none', async () => {
  const token = await as(users.megan, 'Files.ReadWrite');
  const missing = await call(`/shares/${tokenFor(`${soc.webUrl}/Nothing`)}/driveItem`, token);
  assert.deepEqual([missing.status, missing.body.error.code], [404, 'itemNotFound']);
  assert.equal((await call('/shares/abc/driveItem', token)).status, 400);
});

test('opens files to members of the site only, and addresses to those who may write', async () => {
  const share = `/shares/${tokenFor(fileUrl(soc, report))}/driveItem`;
  assert.equal((await call(share, await as(users.adele, 'Files.ReadWrite'))).status, 403);
  assert.equal((await call(share, await as(users.megan, 'Files.Read.All'))).status, 403);
  assert.equal((await call(share, await fixture.applicationToken('Files.ReadWrite.All'))).status, 200);
  assert.equal((await call(itemPath, await as(users.megan, 'Files.Read'))).status, 200);
});

test('leads from the library down to its files', async () => {
  const token = await as(users.megan, 'Files.Read.All');
  const children = async (itemId: string) => {
    const path = `/drives/${encodeURIComponent(soc.driveId)}/items/${itemId}/children`;
    return (await call<{ value: { id: string; name: string; folder?: object }[] }>(path, token)).body.value;
  };
  const top = await children('root');
  assert.deepEqual(top.map(({ name }) => name).sort(), ['Reports', 'Runbook.docx', 'Vault keys.docx', 'firewall.log']);
  const folder = top.find(({ name }) => name === 'Reports');
  assert.deepEqual(
    (await children(folder?.id ?? '')).map(({ id }) => id),
    [report.id],
  );
});

test('lists and searches the sites of the caller, and their libraries', async () => {
  const token = await as(users.joni, 'Sites.Read.All');
  type Sites = { value: { id: string; displayName: string }[]; '@odata.nextLink'?: string };
  const { body } = await call<Sites>('/sites?search=*&$top=3', token);
  assert.equal(body.value.length, 3);
  const rest = await call<Sites>(body['@odata.nextLink'] ?? '', token);
  assert.equal(body.value.length + rest.body.value.length, 4);
  const found = await call<Sites>('/sites?search=soc', token);
  assert.deepEqual(
    found.body.value.map(({ displayName }) => displayName),
    ['Security Operations'],
  );
  assert.equal((await call('/sites', token)).status, 400);
  const drives = await call<{ value: object[] }>(`/sites/${soc.id}/drives`, token);
  assert.partialDeepStrictEqual(drives.body.value, [{ id: soc.driveId, webUrl: itemUrl(soc, '') }]);
  assert.equal((await call(`/sites/${soc.id}/drives`, await as(users.adele, 'Sites.Read.All'))).status, 403);
});

interface Permissions {
  value: { id: string; roles: string[]; inheritedFrom?: object; link?: { scope: string } }[];
}

test('lists own permissions before inherited ones, and deletes neither those nor an owner’s', async () => {
  const token = await as(users.megan, 'Files.ReadWrite');
  const { body } = await call<Permissions>(`${itemPath}/permissions`, token);
  const inherited = body.value.filter(({ inheritedFrom }) => inheritedFrom);
  assert.deepEqual(
    inherited.map(({ roles }) => roles),
    [['owner'], ['write'], ['read']],
  );
  const refused = await call(`${itemPath}/permissions/${inherited[2]?.id}`, token, { method: 'DELETE' });
  assert.deepEqual([refused.status, refused.body.error.code], [400, 'invalidRequest']);
  const { leeOneDrive } = sites;
  const root = `/drives/${encodeURIComponent(leeOneDrive.driveId)}/items/root/permissions`;
  const lee = await as(users.lee, 'Files.ReadWrite');
  const owner = (await call<Permissions>(root, lee)).body.value[0];
  assert.equal((await call(`${root}/${owner?.id}`, lee, { method: 'DELETE' })).status, 403);
});

test('makes a link for named people anew each time', async () => {
  const token = await as(users.megan, 'Files.ReadWrite');
  const body = { type: 'view', scope: 'users', recipients: [{ email: 'lab@fabrikam.com' }] };
  const made = () => call<{ id: string }>(`${itemPath}/createLink`, token, { method: 'POST', body });
  const [one, other] = [await made(), await made()];
  assert.deepEqual([one.status, other.status], [201, 201]);
  assert.notEqual(one.body.id, other.body.id);
});

test('deletes a link once, and makes an equal one once', async () => {
  const token = await as(users.megan, 'Files.ReadWrite');
  const path = `/drives/${encodeURIComponent(soc.driveId)}/items/${soc.files.runbook.id}`;
  const wish = { method: 'POST', body: { type: 'view', scope: 'anonymous' } };
  const made = await call<{ id: string }>(`${path}/createLink`, token, wish);
  const again = await call<{ id: string }>(`${path}/createLink`, token, wish);
  assert.deepEqual([made.status, again.status, again.body.id], [201, 200, made.body.id]);
  const remove = () => call(`${path}/permissions/${made.body.id}`, token, { method: 'DELETE' });
  assert.deepEqual([(await remove()).status, (await remove()).status], [204, 404]);
});

test('refuses wishes that Graph does not know', async () => {
  const token = await as(users.megan, 'Files.ReadWrite');
  const recipients = [{ email: 'lab@fabrikam.com' }];
  for (const [action, body] of [
    ['createLink', { type: 'view', scope: 'everybody' }],
    ['createLink', { type: 'view', scope: 'users' }],
    ['createLink', { type: 'view', scope: 'anonymous', forever: true }],
    ['invite', { roles: ['read'], recipients: [] }],
    ['invite', { roles: ['owner'], recipients }],
    ['invite', { roles: ['read'], recipients, requireSignIn: false, sendInvitation: false }],
  ] as const) {
    const { status } = await call(`${itemPath}/${action}`, token, { method: 'POST', body });
    assert.equal(status, 400, JSON.stringify(body));
  }
});
