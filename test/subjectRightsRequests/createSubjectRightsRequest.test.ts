import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSubjectRightsRequest } from '../../functions/subjectRightsRequests/createSubjectRightsRequest.ts';
import { toGraphRequest } from '../../functions/subjectRightsRequests/newRequest.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const route = 'POST /security/subjectRightsRequests';
const least = {
  displayName: 'Access request of Kim Akers',
  type: 'access',
  dataSubject: { firstName: 'Kim', lastName: 'Akers' },
  dataSubjectType: 'customer',
};
const create = (body: Record<string, unknown>, by = purview) =>
  callHandler(createSubjectRightsRequest, by, { caller: person(users.diego), body: { ...body } });
const created = async (body: Record<string, unknown>) => {
  const { status, body: request } = await create(body);
  assert.equal(status, 201);
  return purview.graph.subjectRightsRequests.get(String(Object(request).requestId));
};

test('creates a request that searches everywhere unless told otherwise', async () => {
  const record = await created(least);
  assert.partialDeepStrictEqual(record, {
    ...least,
    status: 'active',
    createdBy: { user: { id: users.diego.id } },
    mailboxLocations: { '@odata.type': '#microsoft.graph.subjectRightsRequestAllMailboxLocation' },
    siteLocations: { '@odata.type': '#microsoft.graph.subjectRightsRequestAllSiteLocation' },
  });
});

test('sends what was given and nothing else', async () => {
  const record = await created({
    ...least,
    type: 'delete',
    description: 'Wants to be forgotten.',
    // As RFC 3339 allows to write it, and OData does not.
    dueAt: '2026-12-24 12:00:00+0100',
    regulations: ['GDPR'],
    mailboxScope: 'listed',
    mailboxes: ['adele@contoso.com'],
    siteScope: 'none',
    externalId: 'HR-7',
    pauseAfterEstimate: true,
    approverIds: [users.grady.id],
  });
  assert.partialDeepStrictEqual(record, {
    type: 'delete',
    internalDueDateTime: '2026-12-24T11:00:00.000Z',
    externalId: 'HR-7',
    pauseAfterEstimate: true,
    siteLocations: null,
    mailboxLocations: {
      '@odata.type': '#microsoft.graph.subjectRightsRequestEnumeratedMailboxLocation',
      userPrincipalNames: ['adele@contoso.com'],
    },
  });
  assert.equal(record?.includeAllVersions, null);
});

test('names places and people as Graph does', () => {
  const { dataSubject } = least;
  const approverIds = [users.grady.id];
  const collaboratorIds = [users.lynne.id];
  const sites = ['https://contoso.sharepoint.com/sites/hr'];
  const wish = { ...least, dataSubject, type: 'delete', dataSubjectType: 'customer' } as const;
  const body = toGraphRequest({
    ...wish,
    mailboxScope: 'none',
    siteScope: 'listed',
    sites,
    approverIds,
    collaboratorIds,
  });
  assert.deepEqual(body, {
    ...wish,
    siteLocations: { '@odata.type': '#microsoft.graph.subjectRightsRequestEnumeratedSiteLocation', urls: sites },
    approvers: [{ id: users.grady.id }],
    collaborators: [{ id: users.lynne.id }],
  });
});

test('refuses places that do not go with their scope, and then creates nothing', async () => {
  const earlier = purview.graph.requests.of(route);
  await assert.rejects(create({ ...least, mailboxScope: 'listed' }), /mailboxes: name at least one/);
  await assert.rejects(
    create({ ...least, sites: ['https://contoso.sharepoint.com'] }),
    /sites: goes with the site scope/,
  );
  assert.equal(purview.graph.requests.of(route), earlier);
});

test('hands on what Graph says of a request that it refuses', async () => {
  await assert.rejects(create({ ...least, type: 'delete' }), { code: 'InvalidInput', message: /needs approvers/ });
});

test('is sent once, whatever becomes of it', async () => {
  purview.graph.requests.reset();
  await purview.assertHandsOnFaults(() => create(least));
  assert.equal(purview.graph.requests.of(route), 3);
});

test('needs the permission to write', async () => {
  const reader = await startPurview({ permissions: ['SubjectRightsRequest.Read.All'] });
  try {
    await assert.rejects(create(least, reader), {
      code: 'UpstreamRefused',
      message: /the SubjectRightsRequest\.ReadWrite\.All permission/,
    });
  } finally {
    await reader.close();
  }
});
