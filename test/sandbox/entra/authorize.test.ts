import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { api, automationClient, connector, foreignClient } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { startTestEntra, type TestEntra } from './startTestEntra.ts';

let entra: TestEntra;
before(async () => {
  entra = await startTestEntra();
});
after(() => entra.close());

const redirectUri = connector.redirectUris[0] ?? '';
const verifier = 'a-verifier-that-is-long-enough-to-be-one-by-the-rfc';

const usual: Readonly<Record<string, string>> = {
  response_type: 'code',
  client_id: connector.clientId,
  redirect_uri: redirectUri,
  scope: `openid profile offline_access ${api.appIdUri}/access_as_user`,
  state: 'state & more',
  nonce: 'nonce',
  login_hint: 'adele@contoso.com',
  code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  code_challenge_method: 'S256',
};

function authorize(changes: Record<string, string | undefined> = {}): Promise<Response> {
  const query = new URLSearchParams(usual);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) query.delete(name);
    else query.set(name, value);
  }
  return fetch(`${entra.origin}/${tenant.id}/oauth2/v2.0/authorize?${query}`, { redirect: 'manual' });
}

async function redirected(changes: Record<string, string | undefined> = {}): Promise<URL> {
  const response = await authorize(changes);
  assert.equal(response.status, 302);
  return new URL(response.headers.get('location') ?? '');
}

async function freshCode(): Promise<string> {
  return (await redirected()).searchParams.get('code') ?? '';
}

function redeem(code: string, changes: Record<string, string> = {}) {
  return entra.postToken({
    grant_type: 'authorization_code',
    client_id: connector.clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
    ...changes,
  });
}

test('sends a code and the state to the registered redirect URI', async () => {
  const location = await redirected();
  assert.equal(`${location.origin}${location.pathname}`, redirectUri);
  assert.equal(location.searchParams.get('state'), 'state & more');
  assert.ok(location.searchParams.get('code'));
});

test('puts the answer into the fragment when asked to', async () => {
  const location = await redirected({ response_mode: 'fragment' });
  assert.equal(location.search, '');
  assert.ok(new URLSearchParams(location.hash.slice(1)).get('code'));
});

test('exchanges the code for an access token, an ID token and a refresh token', async () => {
  const { status, body } = await redeem(await freshCode(), { client_info: '1' });
  assert.equal(status, 200);
  const accessToken = decodeJwt(String(body.access_token));
  assert.equal(accessToken.oid, users.adele.id);
  assert.equal(body.scope, `${api.appIdUri}/access_as_user`);
  const idToken = decodeJwt(String(body.id_token));
  assert.equal(idToken.aud, connector.clientId);
  assert.equal(idToken.nonce, 'nonce');
  assert.notEqual(idToken.sub, accessToken.sub, 'a person has another name for each audience');
  assert.equal(idToken.preferred_username, 'adele@contoso.com');
  const info = JSON.parse(Buffer.from(String(body.client_info), 'base64url').toString());
  assert.deepEqual(info, { uid: users.adele.id, utid: tenant.id });

  const refreshed = await entra.postToken({
    grant_type: 'refresh_token',
    client_id: connector.clientId,
    refresh_token: String(body.refresh_token),
  });
  assert.equal(refreshed.status, 200);
  assert.equal(decodeJwt(String(refreshed.body.access_token)).oid, users.adele.id);
});

test('gives no ID token, no refresh token and no client info to who asks for none of them', async () => {
  const location = await redirected({ scope: `${api.appIdUri}/access_as_user` });
  const { body } = await redeem(location.searchParams.get('code') ?? '');
  assert.equal('id_token' in body, false);
  assert.equal('refresh_token' in body, false);
  assert.equal('client_info' in body, false);
});

test('refuses a code that was redeemed already with AADSTS54005', async () => {
  const code = await freshCode();
  assert.equal((await redeem(code)).status, 200);
  assert.deepEqual((await redeem(code)).body.error_codes, [54005]);
});

test('refuses a code without its verifier with AADSTS501481, and leaves it redeemable', async () => {
  const code = await freshCode();
  assert.deepEqual((await redeem(code, { code_verifier: 'wrong' })).body.error_codes, [501481]);
  assert.deepEqual((await redeem(code, { code_verifier: '' })).body.error_codes, [501481]);
  assert.equal((await redeem(code)).status, 200);
});

test('refuses a code after ten minutes with AADSTS70008', async (t) => {
  const code = await freshCode();
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 10 * 60 * 1000 + 1 });
  assert.deepEqual((await redeem(code)).body.error_codes, [70008]);
});

test('refuses a code at another redirect URI with AADSTS500112', async () => {
  const code = await freshCode();
  assert.deepEqual((await redeem(code, { redirect_uri: 'https://fabrikam.com' })).body.error_codes, [500112]);
});

test('refuses the code and the refresh token of another client', async () => {
  const client_id = foreignClient.clientId;
  assert.deepEqual((await redeem(await freshCode(), { client_id })).body.error_codes, [9002313]);
  const { body } = await redeem(await freshCode());
  const refresh_token = String(body.refresh_token);
  const refused = await entra.postToken({ grant_type: 'refresh_token', client_id, refresh_token });
  assert.deepEqual(refused.body.error_codes, [70000]);
});

test('refuses to refresh for a resource that nobody consented to', async () => {
  const { body } = await redeem(await freshCode());
  const { body: refused } = await entra.postToken({
    grant_type: 'refresh_token',
    client_id: connector.clientId,
    refresh_token: String(body.refresh_token),
    scope: 'https://graph.microsoft.com/.default',
  });
  assert.deepEqual(refused.error_codes, [65001]);
});

test('shows, and does not redirect, what is wrong with the client or its redirect URI', async () => {
  const faults: readonly [Record<string, string | undefined>, string][] = [
    [{ redirect_uri: 'https://fabrikam.com/<script>' }, 'AADSTS50011'],
    [{ redirect_uri: undefined }, 'AADSTS900144'],
    [{ client_id: '00000000-0000-4000-8000-000000000000' }, 'AADSTS700016'],
    [{ client_id: automationClient.clientId }, 'AADSTS50011'],
  ];
  for (const [changes, code] of faults) {
    const response = await authorize(changes);
    assert.equal(response.status, 400);
    const page = await response.text();
    assert.ok(page.includes(code), page);
    assert.ok(!page.includes('<script>'));
  }
});

test('tells the client what is wrong with the rest of its request', async () => {
  const faults: readonly [Record<string, string | undefined>, string, RegExp][] = [
    [{ response_type: 'token' }, 'unsupported_response_type', /AADSTS700051/],
    [{ scope: undefined }, 'invalid_request', /AADSTS900144/],
    [{ scope: 'https://graph.microsoft.com/Mail.Send' }, 'consent_required', /AADSTS65001/],
    [{ code_challenge: undefined }, 'invalid_request', /AADSTS9002325/],
    [{ code_challenge_method: 'plain' }, 'invalid_request', /AADSTS90023/],
    [{ response_mode: 'form_post' }, 'invalid_request', /AADSTS90023/],
    [{ login_hint: 'nobody@contoso.com' }, 'invalid_grant', /AADSTS50034/],
  ];
  for (const [changes, error, description] of faults) {
    const { searchParams } = await redirected(changes);
    assert.equal(searchParams.get('error'), error);
    assert.match(searchParams.get('error_description') ?? '', description);
    assert.equal(searchParams.get('state'), 'state & more');
    assert.equal(searchParams.has('code'), false);
  }
});

test('asks who signs in when there is no hint, with a link for each person', async () => {
  const response = await authorize({ login_hint: undefined });
  assert.equal(response.status, 200);
  const page = await response.text();
  const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
  assert.equal(links.length, Object.keys(users).length);
  const megan = links.find((link) => link.includes('megan')) ?? '';
  const chosen = await fetch(new URL(megan, response.url), { redirect: 'manual' });
  const code = new URL(chosen.headers.get('location') ?? '').searchParams.get('code') ?? '';
  assert.equal(decodeJwt(String((await redeem(code)).body.access_token)).oid, users.megan.id);
});
