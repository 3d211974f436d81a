import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findFile } from '../../../functions/integrations/sharePoint/findFile.ts';
import { type Answering, type Service, sendJson, startService } from '../graph/answering.ts';

let answering: Answering;
let service: Service;
before(async () => {
  service = await startService((...request) => answering(...request));
});
after(() => service.close());

const fileUrl = 'https://contoso.sharepoint.com/sites/a/Shared Documents/ä & b.docx';
const found = (answer: unknown, reference: Parameters<typeof findFile>[1] = { fileUrl }) => {
  answering = (response, { url }) => {
    const drives = [
      { webUrl: null },
      { webUrl: 'nowhere' },
      7,
      { name: 'Docs', webUrl: 'https://x.example/%E0%A4%A' },
      { name: 'Plain', webUrl: 'http://x.example/Plain' },
    ];
    sendJson(response, 200, url.pathname.endsWith('/drives') ? { value: drives } : answer);
  };
  return findFile(service.graph(), reference);
};
const item = { id: 'i', name: 'n', parentReference: { driveId: 'd' } };

test('asks for the address as the documentation encodes it', async () => {
  assert.deepEqual(await found(item), { itemId: 'i', driveId: 'd', name: 'n', kind: 'file' });
  const [, token = ''] = /\/shares\/u!([\w-]+)\/driveItem$/.exec(service.asked.at(-1)?.url.pathname ?? '') ?? [];
  assert.equal(
    Buffer.from(token, 'base64url').toString(),
    'https://contoso.sharepoint.com/sites/a/Shared%20Documents/%C3%A4%20&%20b.docx',
  );
});

const site = 'https://contoso.sharepoint.com/sites/a';
const asked = async (address: string) => {
  await found(item, { fileUrl: address });
  const token = service.asked.at(-1)?.url.pathname.split('/').at(-2)?.slice(2) ?? '';
  return Buffer.from(token, 'base64url').toString();
};

test('reads the addresses that audit records and alerts have, in which names stand as they are', async () => {
  for (const [recorded, escaped] of [
    ['Shared Documents/Plan #2.docx', 'Shared%20Documents/Plan%20%232.docx'],
    ['Docs/Plan#2.docx', 'Docs/Plan%232.docx'],
    ['Docs/100%.docx', 'Docs/100%25.docx'],
    ['Docs/50%20 of all.docx', 'Docs/50%2520%20of%20all.docx'],
    ['Docs/50%25.docx?web=1', 'Docs/50%25.docx?web=1'],
    ['Docs/Forms/AllItems.aspx#top', 'Docs'],
  ])
    assert.equal(await asked(`${site}/${recorded}`), `${site}/${escaped}`);
});

test('reads the addresses that the browser shows for a folder', async () => {
  const id = encodeURIComponent('/sites/a/Shared Documents/Q&A #1');
  const folder = `${site}/Shared%20Documents/Q%26A%20%231`;
  assert.equal(await asked(`${site}/Shared%20Documents/Forms/AllItems.aspx?id=${id}&viewid=1`), folder);
  assert.equal(await asked(`${site}/Shared%20Documents/Forms/AllItems.aspx`), `${site}/Shared%20Documents`);
  const own = 'https://contoso-my.sharepoint.com';
  assert.equal(await asked(`${own}/my?id=%2Fpersonal%2Fa%2FDocuments`), `${own}/personal/a/Documents`);
  assert.equal(await asked(`${own}/my?id=%2F%2Fevil.example%2Fx`), `${own}//evil.example/x`);
  assert.equal(await asked(`${site}/x.docx?id=%2Fother`), `${site}/x.docx?id=%2Fother`);
});

test('tells folders and libraries from files, and names a file without a name by its id', async () => {
  assert.equal((await found({ ...item, folder: { childCount: 0 } })).kind, 'folder');
  assert.equal((await found({ ...item, root: {} })).kind, 'folder');
  assert.equal((await found({ ...item, name: null })).name, 'i');
});

test('takes an answer without ids for a fault', async () => {
  for (const answer of [{}, [], { ...item, id: 7 }, { ...item, parentReference: null }]) {
    await assert.rejects(found(answer), { name: 'UpstreamError', kind: 'fault' });
  }
});

test('makes do with broken libraries', async () => {
  const reference = { siteId: 's', path: 'Docs/a#b?.docx' };
  assert.equal((await found(item, reference)).itemId, 'i');
  const token = service.asked.at(-1)?.url.pathname.split('/').at(-2)?.slice(2) ?? '';
  assert.equal(Buffer.from(token, 'base64url').toString(), 'https://x.example/%E0%A4%A/a%23b%3F.docx');
  for (const path of ['Other/x', 'Plain/x', 'Docs/../x', 'Docs/./x', '/']) {
    await assert.rejects(found(item, { siteId: 's', path }), { code: 'InvalidInput', message: /path/ }, path);
  }
});

test('asks for no address that is none of a file', async () => {
  service.asked.length = 0;
  for (const fileUrl of [
    'http://contoso.sharepoint.com/x',
    'https://a@contoso.sharepoint.com/x',
    'https://:b@contoso.sharepoint.com/x',
    'file:///etc/passwd',
    'x',
  ]) {
    await assert.rejects(found(item, { fileUrl }), { code: 'InvalidInput', message: /fileUrl/ }, fileUrl);
  }
  assert.deepEqual(service.asked, []);
});

test('says that a file is not there only where SharePoint says so', async () => {
  for (const [status, code] of [
    [404, 'NotFound'],
    [403, 'UpstreamRefused'],
  ] as const) {
    answering = (response) => sendJson(response, status, {});
    await assert.rejects(findFile(service.graph(), { fileUrl }), { code });
  }
});
