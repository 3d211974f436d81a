import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { ediscoveryCases, fabrikamMatter } from '../../../sandbox/contoso/ediscoveryCases.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { type GraphFixture, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
let token: string;
before(async () => {
  fixture = await startGraphFixture();
  token = await fixture.delegatedToken(users.grady, 'eDiscovery.ReadWrite.All');
});
beforeEach(() => {
  delete fixture.graph.ediscoveryRules.callsPerMinute;
  fixture.graph.ediscoveryRules.appRegistration = 'there';
});
after(() => fixture.close());

const root = '/security/cases/ediscoveryCases';
const { id: caseId } = ediscoveryCases.fabrikam;
const { custodianId, searchId } = fabrikamMatter;

async function send(method: string, path: string, body?: unknown, bearer = token) {
  const headers = { 'content-type': 'application/json' };
  const init = { token: bearer, method, ...(body !== undefined && { headers, body: JSON.stringify(body) }) };
  const response = await fixture.call(`${root}${path}`, init);
  const text = await response.text();
  const parsed: Record<string, unknown> = text === '' ? {} : JSON.parse(text);
  return { status: response.status, headers: response.headers, body: parsed };
}

test('takes five calls a minute where it is told to, and says how long to wait', async () => {
  fixture.graph.clock.offsetMs += 120_000;
  fixture.graph.ediscoveryRules.callsPerMinute = 5;
  for (let call = 0; call < 5; call += 1) assert.equal((await send('GET', '')).status, 200);
  const sixth = await send('GET', `/${caseId}`);
  assert.equal(sixth.status, 429);
  const seconds = Number(sixth.headers.get('retry-after'));
  assert.ok(seconds > 50 && seconds <= 60);
  fixture.graph.clock.offsetMs += seconds * 1_000;
  assert.equal((await send('GET', '')).status, 200);
});

test('answers 401 to an app that Purview does not know, though it has the permission', async () => {
  const app = await fixture.applicationToken('eDiscovery.Read.All');
  assert.equal((await send('GET', '', undefined, app)).status, 200);
  fixture.graph.ediscoveryRules.appRegistration = 'missing';
  assert.equal((await send('GET', '', undefined, app)).status, 401);
  assert.equal((await send('GET', '')).status, 200);
});

test('answers 202 with a place to look, and goes through its states by the clock', async () => {
  const { status, headers } = await send('POST', `/${caseId}/searches/${searchId}/estimateStatistics`, {});
  assert.equal(status, 202);
  const operationId = /operations\('([\w-]+)'\)$/.exec(headers.get('location') ?? '')?.[1];
  const statusOf = async () => (await send('GET', `/${caseId}/operations/${operationId}`)).body.status;
  assert.equal(await statusOf(), 'notStarted');
  fixture.graph.clock.offsetMs += 60_000;
  assert.equal(await statusOf(), 'running');
  fixture.graph.clock.offsetMs += 60_000;
  assert.equal(await statusOf(), 'succeeded');
});

test('applies and removes holds of custodians that it knows', async () => {
  const holdStatus = () => fixture.graph.ediscovery.get(caseId)?.custodians.get(custodianId)?.holdStatus;
  assert.equal((await send('POST', `/${caseId}/custodians/removeHold`, { ids: [custodianId] })).status, 202);
  assert.equal(holdStatus(), 'removing');
  fixture.graph.clock.offsetMs += 120_000;
  await send('GET', `/${caseId}`);
  assert.equal(holdStatus(), 'notApplied');
  assert.equal((await send('POST', `/${caseId}/custodians/applyHold`, { ids: ['nobody'] })).status, 404);
  assert.equal((await send('POST', `/${caseId}/custodians/applyHold`, {})).status, 400);
});

test('lets the later of two changes of a hold win while both are under way', async () => {
  const holdStatus = async () => {
    await send('GET', `/${caseId}`);
    return fixture.graph.ediscovery.get(caseId)?.custodians.get(custodianId)?.holdStatus;
  };
  await send('POST', `/${caseId}/custodians/applyHold`, { ids: [custodianId] });
  fixture.graph.clock.offsetMs += 60_000;
  await send('POST', `/${caseId}/custodians/removeHold`, { ids: [custodianId] });
  fixture.graph.clock.offsetMs += 60_000;
  assert.equal(await holdStatus(), 'removing');
  fixture.graph.clock.offsetMs += 60_000;
  assert.equal(await holdStatus(), 'notApplied');
});

test('closes a case in the background, and reopens it', async () => {
  const statusOf = async () => (await send('GET', `/${caseId}`)).body.status;
  assert.equal((await send('POST', `/${caseId}/close`)).status, 204);
  assert.equal(await statusOf(), 'closing');
  fixture.graph.clock.offsetMs += 60_000;
  assert.equal(await statusOf(), 'closed');
  assert.equal((await send('POST', `/${caseId}/reopen`)).status, 204);
  assert.equal(await statusOf(), 'active');
});

test('refuses what eDiscovery would', async () => {
  for (const [path, body] of [
    ['', { displayName: 'x', status: 'closed' }],
    ['', {}],
    [`/${caseId}/custodians`, { email: 'nobody@contoso.com' }],
    [`/${caseId}/custodians/${custodianId}/userSources`, { email: users.lee.mail, includedSources: 'fax' }],
    [`/${caseId}/searches`, { displayName: 'x', dataSourceScopes: 'everywhere' }],
  ] as const)
    assert.equal((await send('POST', path, body)).status, 400, path);
  const reader = await fixture.delegatedToken(users.grady, 'eDiscovery.Read.All');
  assert.equal((await send('POST', '', { displayName: 'x' }, reader)).status, 403);
});
