import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { toFileItem } from '../../functions/integrations/sharePoint/fileItem.ts';
import type { ExternalAccess } from '../../functions/sharing/externalAccess.ts';
import { removeExternalAccess } from '../../functions/sharing/removeExternalAccess.ts';
import { restoreExternalAccess } from '../../functions/sharing/restoreExternalAccess.ts';
import { sharingOfGraph } from '../../functions/sharing/sharingOfGraph.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { grantPermission } from '../../sandbox/graph/drivePermission.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { sendJson, startService } from '../integrations/graph/answering.ts';
import { urls } from '../integrations/sharePoint/startFiles.ts';
import { startSharing } from './startSharing.ts';

let tenant: Awaited<ReturnType<typeof startSharing>>;
/** The receipts of all that was taken from the report, by the ids of the entries. */
let receiptIds: ReadonlyMap<string, string>;
before(async () => {
  tenant = await startSharing();
  const removals = await removalsFrom(urls.report);
  receiptIds = new Map(removals.map(({ permissionId, receiptId }) => [permissionId, receiptId]));
});
after(() => tenant.close());

const joni = person(users.joni);
const { driveId, files } = sites.securityOperations;
const [plainLink, lockedLink, shortLink, , peopleLink, guest] = files.incidentReport.sharing;

interface Answer {
  outcome: string;
  note: string;
  newPermissionId?: string;
}
const restore = async (receiptId: string, caller = joni) => {
  const { body } = await callHandler(restoreExternalAccess, tenant, {
    caller,
    body: { receiptId, reason: 'Too early.' },
  });
  return body as Answer;
};
const restoreEntry = (entry: { readonly id: string } | undefined) => restore(receiptIds.get(entry?.id ?? '') ?? '');
const madeAs = (id: string | undefined) => tenant.itemAt(urls.report).permissions.find((entry) => entry.id === id);

const removalsFrom = async (fileUrl: string) => {
  const body = { fileUrl, dryRun: false };
  const { body: answer } = await callHandler(removeExternalAccess, tenant, { caller: joni, body });
  return (answer as { value: { permissionId: string; receiptId: string }[] }).value;
};
/** The receipt of the one thing that can be taken from a file. */
const removedFrom = async (fileUrl: string) => (await removalsFrom(fileUrl))[0]?.receiptId ?? '';

/** A receipt of ours for access that Contoso does not have. */
const receiptOf = async (access: Partial<ExternalAccess>): Promise<string> => {
  const receiptId = randomUUID();
  await tenant.receipts.put(joni, {
    receiptId,
    state: 'removed',
    removedAt: new Date().toISOString(),
    file: toFileItem({ id: files.runbook.id, name: 'Runbook.docx', parentReference: { driveId } }),
    access: {
      permissionId: 'gone',
      kind: 'guest',
      roles: ['read'],
      people: [{ email: 'lab@fabrikam.com', isExternal: true }],
      isInherited: false,
      isRemovable: true,
      ...access,
    },
  });
  return receiptId;
};

test('invites a guest again, with the same rights', async () => {
  const { outcome, newPermissionId } = await restoreEntry(guest);
  assert.equal(outcome, 'restored');
  assert.partialDeepStrictEqual(madeAs(newPermissionId), {
    roles: ['write'],
    grantedToV2: { user: { email: 'forensics@fabrikam.com' } },
  });
});

test('makes a link anew, for the same people and no longer than before, and says that its address is another', async () => {
  const { outcome, note, newPermissionId } = await restoreEntry(peopleLink);
  assert.equal(outcome, 'restored');
  assert.match(note, /another address/);
  assert.partialDeepStrictEqual(madeAs(newPermissionId), {
    link: { scope: 'users', type: 'edit' },
    grantedToIdentitiesV2: [{ user: { email: 'response@fabrikam.com' } }, { user: { email: 'henrietta@contoso.com' } }],
  });
  const short = madeAs((await restoreEntry(shortLink)).newPermissionId);
  assert.partialDeepStrictEqual(short, { link: { scope: 'anonymous', type: 'view' } });
  assert.ok(Date.parse(short?.expirationDateTime ?? '') > Date.now());
});

test('never tells the address of a link, which opens the file', async () => {
  assert.doesNotMatch(JSON.stringify(await restoreEntry(plainLink)), /\/:x:\/s\//);
});

test('restores once, and again when what it made is gone', async () => {
  const receiptId = await receiptOf({});
  const { newPermissionId } = await restore(receiptId);
  const made = tenant.itemAt(urls.runbook).permissions.find(({ id }) => id === newPermissionId);
  assert.deepEqual(made?.roles, ['read']);
  assert.equal((await restore(receiptId)).outcome, 'alreadyRestored');
  assert.equal((await tenant.receipts.read(joni, receiptId)).restoreReason, 'Too early.');
  const runbook = tenant.itemAt(urls.runbook);
  runbook.permissions = runbook.permissions.filter(({ id }) => id !== newPermissionId);
  assert.equal((await restore(receiptId)).outcome, 'restored');
});

test('makes no second one of what it restored where the service told no id of it', async () => {
  const receiptId = await receiptOf({});
  await tenant.receipts.put(joni, { ...(await tenant.receipts.read(joni, receiptId)), state: 'restored' });
  assert.equal((await restore(receiptId)).outcome, 'alreadyRestored');
});

test('leaves alone what never went, and can give it back when it has gone later', async () => {
  const permissionId = 'Up5nWE10P_J_Db7T-7zKmgkR';
  const receiptId = await receiptOf({ permissionId });
  const runbook = tenant.itemAt(urls.runbook);
  runbook.permissions.push({ id: permissionId, roles: ['read'] });
  assert.equal((await restore(receiptId)).outcome, 'stillThere');
  runbook.permissions = runbook.permissions.filter(({ id }) => id !== permissionId);
  assert.equal((await restore(receiptId)).outcome, 'restored');
});

test('invites no guest for good who was let in for a while', async () => {
  const endsAt = new Date(Date.now() + 86_400_000).toISOString();
  const launch = tenant.itemAt(urls.launch);
  const grant = grantPermission('until-tomorrow', ['read'], 'lab@fabrikam.com');
  launch.permissions = [{ ...grant, expirationDateTime: endsAt }];
  const { outcome, note } = await restore(await removedFrom(urls.launch));
  assert.equal(outcome, 'cannotBeRestored');
  assert.ok(note.includes(endsAt), note);
  assert.deepEqual(launch.permissions, []);
});

test('gives back no link that let nobody download as one that does', async () => {
  const { outcome, note } = await restore(await removedFrom(urls.loyaltyMembers));
  assert.equal(outcome, 'cannotBeRestored');
  assert.match(note, /download/);
  assert.deepEqual(tenant.itemAt(urls.loyaltyMembers).permissions, []);
});

test('takes a view link for one without downloads where its receipt is older than that being told', async () => {
  const link = { kind: 'anonymousLink', people: [], roles: ['read'] } satisfies Partial<ExternalAccess>;
  const outcomeOf = async (access: Partial<ExternalAccess>) =>
    (await restore(await receiptOf({ ...link, ...access }))).outcome;
  assert.equal(await outcomeOf({ linkType: 'view' }), 'cannotBeRestored');
  assert.equal(await outcomeOf({ linkType: 'view', preventsDownload: false }), 'restored');
  // Whoever edits may download.
  assert.equal(await outcomeOf({ linkType: 'edit' }), 'restored');
});

test('says plainly what cannot come back, and makes nothing wider in its place', async () => {
  const before = tenant.itemAt(urls.report).permissions.length;
  const locked = await restoreEntry(lockedLink);
  assert.equal(locked.outcome, 'cannotBeRestored');
  assert.match(locked.note, /password/);
  assert.equal(tenant.itemAt(urls.report).permissions.length, before);

  const link = { kind: 'anonymousLink', people: [], linkType: 'view', preventsDownload: false } as const;
  const hindrances = [
    [{ kind: 'everyone' }, /everyone/],
    [{ people: [{ name: 'Lab', isExternal: true }] }, /no address of the guest/],
    [{ roles: ['sp.limited'] }, /cannot grant sp\.limited/],
    [{ ...link, expiresAt: '2026-01-01T00:00:00.000Z' }, /would have ended on 2026-01-01/],
    [{ ...link, linkType: 'embed' }, /type embed/],
    [
      { ...link, kind: 'peopleLink', people: [{ email: 'lab@fabrikam.com', isExternal: true }, { isExternal: true }] },
      /no address of somebody/,
    ],
  ] as const;
  for (const [access, note] of hindrances) {
    const answer = await restore(await receiptOf(access as Partial<ExternalAccess>));
    assert.equal(answer.outcome, 'cannotBeRestored');
    assert.match(answer.note, note);
  }
});

test('sends no mail, and lets nobody in who does not sign in', async () => {
  const service = await startService((response) => sendJson(response, 200, { id: 'new', value: [{ id: 'new' }] }));
  try {
    const sharing = sharingOfGraph(service.graph(), []);
    const place = { driveId: 'd', itemId: 'i' };
    await sharing.invite(place, 'lab@fabrikam.com', ['read']);
    await sharing.createLink(place, { type: 'view', scope: 'users', emails: ['lab@fabrikam.com'] });
    const [invited, linked] = service.asked.map(({ body }) => JSON.parse(body));
    const recipients = [{ email: 'lab@fabrikam.com' }];
    assert.deepEqual(invited, { recipients, roles: ['read'], requireSignIn: true, sendInvitation: false });
    assert.deepEqual(linked, { type: 'view', scope: 'users', recipients, sendNotification: false });
  } finally {
    await service.close();
  }
});

test('does not know the receipt of somebody else, nor one that is over', async () => {
  const receiptId = await receiptOf({});
  const missing = { code: 'NotFound', message: /no such receipt of yours/ };
  await assert.rejects(restore(receiptId, person(users.nestor)), missing);
  await assert.rejects(restore(randomUUID()), missing);
  assert.equal(await tenant.receipts.purge(new Date(0)), 0);
  assert.ok((await tenant.receipts.purge(new Date(Date.now() + 1_000))) > 0);
  await assert.rejects(restore(receiptId), missing);
});

test('hands on the refusals of Graph, and says when it throttles, fails or is away', async () => {
  const receiptId = await receiptOf({});
  const route = 'POST /drives/{driveId}/items/{itemId}/invite';
  await tenant.assertUpstreamFaults(route, () => restore(receiptId));
  assert.equal((await tenant.receipts.read(joni, receiptId)).state, 'removed');
  const poor = await startSharing({ permissions: ['Files.Read.All'] });
  try {
    const call = callHandler(
      restoreExternalAccess,
      { receipts: tenant.receipts, sharingFor: poor.sharingFor },
      { caller: joni, body: { receiptId } },
    );
    await assert.rejects(call, { code: 'UpstreamRefused', message: /the Files\.ReadWrite\.All permission/ });
  } finally {
    await poor.close();
  }
});
