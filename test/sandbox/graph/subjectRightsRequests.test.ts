import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { subjectRightsRequests } from '../../../sandbox/contoso/subjectRightsRequests.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { type AlertPage, type ErrorBody, type GraphFixture, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
let token: string;
before(async () => {
  fixture = await startGraphFixture();
  token = await fixture.delegatedToken(users.diego, 'SubjectRightsRequest.ReadWrite.All');
});
after(() => fixture.close());

const root = '/security/subjectRightsRequests';
const { monica, jonas } = subjectRightsRequests;
const json = { 'content-type': 'application/json' };

async function send(method: string, path: string, body?: unknown) {
  const init = { token, method, ...(body !== undefined && { headers: json, body: JSON.stringify(body) }) };
  const response = await fixture.call(`${root}${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> & ErrorBody & AlertPage };
}

test('is for people only, and writing wants the permission to write', async () => {
  const app = await fixture.applicationToken('SubjectRightsRequest.ReadWrite.All');
  const refused = await fixture.call(root, { token: app });
  assert.equal(refused.status, 403);
  assert.match(((await refused.json()) as ErrorBody).error.message, /does not support application permissions/);
  const reader = await fixture.delegatedToken(users.diego, 'SubjectRightsRequest.Read.All');
  assert.equal((await fixture.call(root, { token: reader })).status, 200);
  const patch = { token: reader, method: 'PATCH', headers: json, body: '{"description":"x"}' };
  assert.equal((await fixture.call(`${root}/${monica.id}`, patch)).status, 403);
});

test('refuses every option of OData on the list, and pages by its own token', async () => {
  for (const option of ['$filter=status%20eq%20%27active%27', '$top=5', '$select=id', '$count=true', '$orderby=id'])
    assert.equal((await send('GET', `?${option}`)).status, 400, option);
  for (let at = 0; at < 40; at += 1) fixture.graph.subjectRightsRequests.add({ displayName: `${at}` });
  const ids: unknown[] = [];
  let next: string | undefined = '';
  while (next !== undefined) {
    const { body }: Awaited<ReturnType<typeof send>> = await send('GET', next);
    ids.push(...body.value.map(({ id }) => id));
    const link: string | undefined = body['@odata.nextLink'];
    next = link && new URL(link).search;
  }
  assert.deepEqual([ids.length, new Set(ids).size], [43, 43]);
});

test('lets four properties be changed and no other', async () => {
  const changes = {
    description: 'new',
    internalDueDateTime: '2027-01-01T00:00:00Z',
    assignedTo: { id: users.grady.id },
  };
  const { status, body } = await send('PATCH', `/${monica.id}`, changes);
  assert.equal(status, 200);
  assert.partialDeepStrictEqual(body, { description: 'new', assignedTo: { displayName: 'Grady Archie' } });
  for (const fixed of [{ status: 'closed' }, { externalId: 'x' }, { stages: [] }, { type: 'delete' }])
    assert.equal((await send('PATCH', `/${monica.id}`, fixed)).status, 400);
  for (const method of ['DELETE', 'PUT']) assert.equal((await send(method, `/${monica.id}`, {})).status, 405);
});

test('creates what is complete, and names what is not', async () => {
  const least = {
    displayName: 'x',
    type: 'export',
    dataSubject: { firstName: 'K', lastName: 'A' },
    dataSubjectType: 'customer',
  };
  assert.equal((await send('POST', '', least)).status, 201);
  for (const faulty of [
    { ...least, type: 'forget' },
    { ...least, type: 'delete' },
    { ...least, status: 'closed' },
    { ...least, mailboxLocations: { '@odata.type': '#microsoft.graph.everything' } },
    { ...least, dataSubjectType: 'pet' },
  ])
    assert.equal((await send('POST', '', faulty)).status, 400);
});

test('goes through its stages, the newer ones hidden from who does not ask for them, and is closed at the end', async () => {
  const { advance } = fixture.graph.subjectRightsRequests;
  advance(jonas.id, 'contentReview', 'completed');
  const stagesOf = async (prefer?: string) => {
    const headers: Record<string, string> = prefer === undefined ? {} : { prefer };
    const response = await fixture.call(`${root}/${jonas.id}`, { token, headers });
    return ((await response.json()) as { stages: { stage: string; status: string }[] }).stages;
  };
  const current = async (prefer?: string) => (await stagesOf(prefer)).find(({ status }) => status === 'current')?.stage;
  assert.equal(await current(), 'unknownFutureValue');
  assert.equal(await current('include-unknown-enum-members'), 'approval');
  for (const stage of ['approval', 'contentDeletion', 'generateReport', 'caseResolved'] as const)
    advance(jonas.id, stage, 'completed');
  assert.partialDeepStrictEqual((await send('GET', `/${jonas.id}`)).body, { status: 'closed' });
});

test('gives the report and the files as they are, once they are made', async () => {
  const report = await fixture.call(`${root}/${monica.id}/getFinalReport`, { token });
  assert.equal(report.headers.get('content-type'), 'application/octet-stream');
  assert.match(await report.text(), /^Item,Location/);
  const files = await fixture.call(`${root}/${monica.id}/getFinalAttachment`, { token });
  assert.equal(new TextDecoder().decode((await files.arrayBuffer()).slice(0, 2)), 'PK');
  const { priya } = subjectRightsRequests;
  assert.equal((await fixture.call(`${root}/${priya.id}/getFinalReport`, { token })).status, 404);
});
