import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { adele, type ErrorBody, type GraphFixture, megan, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
before(async () => {
  fixture = await startGraphFixture();
});
after(() => fixture.close());

async function refused(path: string, init: Parameters<GraphFixture['call']>[1]) {
  const response = await fixture.call(path, init);
  const { error } = (await response.json()) as ErrorBody;
  return { status: response.status, headers: response.headers, error };
}

test('takes a token that the application got from the token endpoint with its secret', async () => {
  const answer = await fixture.call(`${fixture.entra.origin}/${tenant.id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: api.clientId,
      client_secret: api.clientSecret,
      scope: 'https://graph.microsoft.com/.default',
    }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  assert.equal((await fixture.call('/security/alerts_v2', { token })).status, 200);
});

test('answers 401 without a token, and for a token of another audience or one that is over', async () => {
  const none = await refused('/security/alerts_v2', {});
  assert.equal(none.status, 401);
  assert.equal(none.error.code, 'InvalidAuthenticationToken');
  assert.match(none.headers.get('www-authenticate') ?? '', /^Bearer/);
  const ours = await fixture.entra.mint();
  assert.equal((await refused('/security/alerts_v2', { token: ours })).status, 401);
  const iss = `https://sts.windows.net/${tenant.id}/`;
  const over = await fixture.entra.mint({ aud: 'https://graph.microsoft.com', iss, appid: api.clientId, exp: 1 });
  assert.match((await refused('/security/alerts_v2', { token: over })).error.message, /expired/);
});

test('lets the wider permission read, and the narrower one not write', async () => {
  const { id } = fixture.graph.raise();
  const wider = await fixture.applicationToken('SecurityAlert.ReadWrite.All');
  const narrower = await fixture.applicationToken('SecurityAlert.Read.All');
  assert.equal((await fixture.call(`/security/alerts_v2/${id}`, { token: wider })).status, 200);
  assert.equal((await fixture.call(`/security/alerts_v2/${id}`, { token: narrower })).status, 200);
  const { status, error } = await refused(`/security/alerts_v2/${id}`, {
    method: 'PATCH',
    token: narrower,
    body: '{"status":"resolved"}',
    headers: { 'content-type': 'application/json' },
  });
  assert.equal(status, 403);
  assert.match(error.message, /SecurityAlert\.ReadWrite\.All/);
});

test('wants scopes of a person and roles of an application', async () => {
  const person = await fixture.delegatedToken(megan, 'SecurityAlert.Read.All');
  const personWithoutScope = await fixture.delegatedToken(megan, 'User.Read');
  const application = await fixture.applicationToken('User.Read.All');
  assert.equal((await fixture.call('/security/alerts_v2', { token: person })).status, 200);
  assert.equal((await fixture.call('/security/alerts_v2', { token: personWithoutScope })).status, 403);
  assert.equal((await fixture.call('/security/alerts_v2', { token: application })).status, 403);
});

test('echoes the client request id, and tells the same ids in the error', async () => {
  const { headers, error } = await refused('/security/alerts_v2', { headers: { 'client-request-id': 'mine-1' } });
  assert.equal(headers.get('client-request-id'), 'mine-1');
  assert.equal(error.innerError['client-request-id'], 'mine-1');
  assert.equal(error.innerError['request-id'], headers.get('request-id'));
  assert.match(error.innerError.date ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
});

test('tells time by its own clock, in the Date header and in the records', async () => {
  fixture.graph.clock.offsetMs = 48 * 3_600_000;
  const { createdDateTime } = fixture.graph.raise();
  const response = await fixture.call('/security/alerts_v2');
  await response.text();
  fixture.graph.clock.offsetMs = 0;
  const aheadMs = Date.parse(response.headers.get('date') ?? '') - Date.now();
  assert.ok(aheadMs > 47 * 3_600_000 && aheadMs < 49 * 3_600_000);
  assert.ok(Date.parse(createdDateTime) - Date.now() > 47 * 3_600_000);
});

test('answers 404 for an alert that is not there, 400 for a path or version that is not, 405 for a wrong method', async () => {
  const token = await fixture.applicationToken('SecurityAlert.ReadWrite.All');
  assert.equal((await refused('/security/alerts_v2/dl0', { token })).status, 404);
  assert.match((await refused('/security/alarms', { token })).error.message, /segment 'alarms'/);
  assert.equal((await refused('/users//manager', { token })).status, 400);
  assert.equal((await refused(`${fixture.graph.origin}/beta/security/alerts_v2`, { token })).status, 400);
  assert.equal((await refused(`${fixture.graph.origin}/security/alerts_v2`, { token })).status, 400);
  const wrongMethod = await refused('/security/alerts_v2', { method: 'DELETE', token });
  assert.equal(wrongMethod.status, 405);
  assert.equal(wrongMethod.headers.get('allow'), 'GET');
});

test('refuses bodies that are no JSON, of another media type, or over 4 MB', async () => {
  const { id } = fixture.graph.raise();
  const token = await fixture.applicationToken('SecurityAlert.ReadWrite.All');
  const send = (body: string, type: string) =>
    refused(`/security/alerts_v2/${id}`, { method: 'PATCH', token, body, headers: { 'content-type': type } });
  assert.equal((await send('{"status":', 'application/json')).status, 400);
  assert.equal((await send('{"status":"resolved"}', 'text/plain')).status, 415);
  assert.equal((await send(`"${'x'.repeat(4 * 1024 * 1024)}"`, 'application/json')).status, 413);
});

test('shows a person themself, and others only with a permission for it', async () => {
  const token = await fixture.delegatedToken(megan, 'User.Read');
  const me = (await (await fixture.call('/me', { token })).json()) as Record<string, unknown>;
  assert.equal(me.userPrincipalName, 'megan@contoso.com');
  assert.equal(me.mobilePhone, null);
  assert.equal((await fixture.call('/users/megan@contoso.com', { token })).status, 200);
  assert.equal((await fixture.call(`/users/${adele.id}`, { token })).status, 403);
  const application = await fixture.applicationToken('User.Read.All');
  const found = await fixture.call(`/users/${adele.id}?$select=displayName`, { token: application });
  assert.deepEqual(Object.keys((await found.json()) as object).sort(), ['@odata.context', 'displayName', 'id']);
  assert.equal((await fixture.call('/users/nobody@contoso.com', { token: application })).status, 404);
  assert.equal((await fixture.call('/me', { token: application })).status, 403);
});
