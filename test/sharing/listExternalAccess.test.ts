import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listExternalAccess } from '../../functions/sharing/listExternalAccess.ts';
import { sharingFor } from '../../functions/sharing/sharingOfGraph.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { grantPermission } from '../../sandbox/graph/drivePermission.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { urls } from '../integrations/sharePoint/startFiles.ts';
import { startSharing } from './startSharing.ts';

let tenant: Awaited<ReturnType<typeof startSharing>>;
before(async () => {
  tenant = await startSharing();
});
after(() => tenant.close());

const joni = person(users.joni);
interface Answer {
  isExternallyShared: boolean;
  unreadable: number;
  value: Record<string, unknown>[];
}
const listed = async (parameters: Record<string, unknown>, caller = joni) =>
  (await callHandler(listExternalAccess, tenant, { caller, parameters })).body as Answer;
const linesOf = ({ value }: Answer) => value.map(({ kind, roles, isInherited }) => [kind, roles, isInherited]);

test('lists anonymous links, people links and guests, and no link for the organisation', async () => {
  const answer = await listed({ fileUrl: urls.report });
  assert.deepEqual(linesOf(answer), [
    ['anonymousLink', ['read'], false],
    ['anonymousLink', ['write'], false],
    ['anonymousLink', ['read'], false],
    ['peopleLink', ['write'], false],
    ['guest', ['write'], false],
  ]);
  assert.deepEqual([answer.isExternallyShared, answer.unreadable], [true, 0]);
  assert.equal(answer.value[1]?.hasPassword, true);
  assert.match(String(answer.value[2]?.expiresAt), /Z$/);
  assert.partialDeepStrictEqual(answer.value[3]?.people, [
    { email: 'response@fabrikam.com', isExternal: true },
    { email: 'henrietta@contoso.com', isExternal: false },
  ]);
  // The address of a link opens the file.
  assert.doesNotMatch(JSON.stringify(answer.value), /https:/);
});

test('finds a file by its sharing link, and by site and path', async () => {
  const { link } = tenant.itemAt(urls.report).permissions[0] ?? {};
  assert.equal((await listed({ fileUrl: link?.webUrl })).value.length, 5);
  const parameters = {
    siteId: sites.securityOperations.id,
    path: '/shared documents/Reports/Report on incident 4711.docx',
  };
  assert.equal((await listed(parameters)).value.length, 5);
});

test('tells what a file inherits, and what a folder itself is shared by', async () => {
  const file = await listed({ fileUrl: urls.launch });
  assert.deepEqual(linesOf(file).at(-1), ['guest', ['read'], true]);
  assert.match(String(file.value.at(-1)?.inheritedFrom), /root:\/Launches$/);
  assert.equal(file.value.at(-1)?.isRemovable, false);
  const folder = await listed({ siteId: sites.marketing.id, path: 'Shared Documents/Launches' });
  assert.deepEqual(linesOf(folder), [['guest', ['read'], false]]);
});

test('tells of a link that it lets nobody download', async () => {
  const preventsDownload = async (fileUrl: string) =>
    (await listed({ fileUrl })).value.map((entry) => entry.preventsDownload);
  assert.deepEqual(await preventsDownload(urls.loyaltyMembers), [true]);
  // A grant is no link, and says nothing of it.
  assert.deepEqual(await preventsDownload(urls.report), [false, false, false, false, undefined]);
});

test('finds nothing where nobody outside may in', async () => {
  const { isExternallyShared, value } = await listed({ fileUrl: urls.runbook });
  assert.deepEqual([isExternallyShared, value], [false, []]);
});

test('promises of no file that it is shut while an entry cannot be read', async () => {
  const runbook = tenant.itemAt(urls.runbook);
  const { permissions } = runbook;
  runbook.permissions = [{ id: 'torn', roles: [], link: { scope: 'anonymous', type: 'view' } }];
  const { isExternallyShared, value, unreadable } = await listed({ fileUrl: urls.runbook });
  runbook.permissions = permissions;
  assert.deepEqual([isExternallyShared, value, unreadable], [true, [], 1]);
});

test('takes the domain of the caller for the own one when none is set', async () => {
  const withoutDomains = { ...tenant, sharingFor: sharingFor(tenant.clients, { internalDomains: [] }) };
  const report = tenant.itemAt(urls.report);
  const { permissions } = report;
  report.permissions = [
    grantPermission('guest', ['read'], 'forensics@fabrikam.com'),
    // Neither has a sign-in name that tells.
    ...['lab@fabrikam.com', 'megan@contoso.com'].map((email) => ({
      id: email,
      roles: ['read' as const],
      grantedToV2: { user: { displayName: email, email } },
    })),
  ];
  const idsFor = async (userPrincipalName?: string) => {
    const caller = { ...joni, ...(userPrincipalName !== undefined && { userPrincipalName }) };
    const call = { caller, parameters: { fileUrl: urls.report } };
    const { value } = (await callHandler(listExternalAccess, withoutDomains, call)).body as Answer;
    return value.map(({ permissionId }) => permissionId);
  };
  try {
    assert.deepEqual(await idsFor('Joni@CONTOSO.com'), ['guest', 'lab@fabrikam.com']);
    assert.deepEqual(await idsFor(), ['guest']);
  } finally {
    report.permissions = permissions;
  }
});

test('refuses references that lead nowhere, naming the fields', async () => {
  const fields = [{ field: 'fileUrl' }, { field: 'siteId' }, { field: 'path' }];
  for (const parameters of [{}, { siteId: 's' }, { path: 'p' }, { fileUrl: urls.report, path: 'p', siteId: 's' }]) {
    await assert.rejects(listed(parameters), (error: { faults: object[] }) => {
      assert.partialDeepStrictEqual(error.faults, fields);
      return true;
    });
  }
  for (const fileUrl of ['http://contoso.sharepoint.com/x', 'C:\\x.docx', 'https://a:b@contoso.sharepoint.com/x']) {
    await assert.rejects(listed({ fileUrl }), { code: 'InvalidInput', message: /fileUrl/ });
  }
  const siteId = sites.marketing.id;
  await assert.rejects(listed({ siteId, path: 'Launches/x.pptx' }), {
    code: 'InvalidInput',
    message: /begin the path with one of: Shared Documents/,
  });
  await assert.rejects(listed({ siteId, path: 'Shared Documents/../x' }), { code: 'InvalidInput' });
  await assert.rejects(listed({ siteId, path: 'Shared Documents/x' }), {
    code: 'NotFound',
    message: /moved or deleted/,
  });
  await assert.rejects(listed({ siteId: 'nowhere', path: 'Shared Documents/x' }), { code: 'NotFound' });
});

test('hands on the refusal of a person who may not open the file, or of an app without the permission', async () => {
  await assert.rejects(listed({ fileUrl: urls.payroll }, person(users.megan)), { code: 'UpstreamRefused' });
  const poor = await startSharing({ permissions: ['Files.Read.All'] });
  try {
    const call = callHandler(listExternalAccess, poor, { caller: joni, parameters: { fileUrl: urls.report } });
    await assert.rejects(call, { code: 'UpstreamRefused', message: /the Files\.ReadWrite permission/ });
  } finally {
    await poor.close();
  }
});

test('says when Graph refuses, throttles, fails or is away', async () => {
  for (const route of ['GET /shares/{shareId}/driveItem', 'GET /drives/{driveId}/items/{itemId}/permissions']) {
    await tenant.assertUpstreamFaults(route, () => listed({ fileUrl: urls.report }));
  }
  await tenant.assertUpstreamFaults('GET /sites/{siteId}/drives', () =>
    listed({ siteId: sites.marketing.id, path: 'Shared Documents' }),
  );
});
