import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { type CredentialsOptions, createCredentials } from '../../../functions/integrations/entra/credentials.ts';
import type { Caller } from '../../../functions/runtime/caller.ts';
import { Secret } from '../../../functions/runtime/secret.ts';
import { api, connector, managedIdentity } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { type User, users } from '../../../sandbox/contoso/users.ts';
import { startTestEntra, type TestEntra } from '../../sandbox/entra/startTestEntra.ts';

const scope = 'https://graph.microsoft.com/.default';

let entra: TestEntra;
before(async () => {
  entra = await startTestEntra();
});
after(() => entra.close());

const credentials = (options: Partial<CredentialsOptions> = {}) =>
  createCredentials({
    authorityHost: entra.origin,
    tenantId: tenant.id,
    clientId: api.clientId,
    credential: { kind: 'secret', secret: new Secret(api.clientSecret) },
    ...options,
  });

async function callerOf(user: User, claims = {}): Promise<Caller> {
  const token = await entra.mint({ oid: user.id, preferred_username: user.userPrincipalName, ...claims });
  return {
    kind: 'person',
    tenantId: tenant.id,
    objectId: user.id,
    clientId: connector.clientId,
    roles: [],
    token: new Secret(token),
  };
}

const claimsOf = (token: { token: string } | null) => decodeJwt(token?.token ?? '');

test('gives the app a token of its own by the client secret', async () => {
  const claims = claimsOf(await credentials().appCredential.getToken(scope));
  assert.equal(claims.oid, api.objectId);
  assert.equal(claims.aud, 'https://graph.microsoft.com');
  assert.ok(Array.isArray(claims.roles));
});

test('gives the token of the managed identity where there is one', async (t) => {
  // What App Service sets; the identity library reads it by itself.
  process.env.IDENTITY_ENDPOINT = entra.managedIdentityEndpoint;
  process.env.IDENTITY_HEADER = entra.managedIdentityHeader;
  t.after(() => {
    delete process.env.IDENTITY_ENDPOINT;
    delete process.env.IDENTITY_HEADER;
  });
  const { appCredential } = credentials({ managedIdentity: {} });
  assert.equal(claimsOf(await appCredential.getToken(scope)).oid, managedIdentity.objectId);

  const federated = credentials({
    credential: { kind: 'federated', managedIdentityClientId: managedIdentity.clientId },
    managedIdentity: {},
  });
  const claims = claimsOf(await federated.onBehalfOf(await callerOf(users.megan)).getToken(scope));
  assert.equal(claims.oid, users.megan.id);
});

test('acts on behalf of each caller, and never gives one the token of another', async () => {
  const { onBehalfOf } = credentials();
  const callers = await Promise.all([callerOf(users.megan), callerOf(users.adele)]);
  for (const caller of [...callers, ...callers]) {
    const claims = claimsOf(await onBehalfOf(caller).getToken(scope));
    assert.equal(claims.oid, caller.objectId);
    assert.match(String(claims.scp), /SecurityAlert\.ReadWrite\.All/);
  }
});

test('keeps the credential of a token, and makes another for another token of the same person', async () => {
  const { onBehalfOf } = credentials();
  const caller = await callerOf(users.megan);
  const first = await onBehalfOf(caller).getToken(scope);
  assert.equal((await onBehalfOf({ ...caller }).getToken(scope))?.token, first?.token);
  const later = await callerOf(users.megan, { uti: 'another-sign-in' });
  assert.notEqual(onBehalfOf(later), onBehalfOf(caller));
});

test('forgets the caller that was seen the longest time ago', async () => {
  const { onBehalfOf } = credentials({ mostCallers: 2 });
  const [megan, adele, alex] = await Promise.all([users.megan, users.adele, users.alex].map((user) => callerOf(user)));
  assert.ok(megan && adele && alex);
  const [ofMegan, ofAdele] = [onBehalfOf(megan), onBehalfOf(adele)];
  assert.equal(onBehalfOf(megan), ofMegan);
  onBehalfOf(alex);
  assert.equal(onBehalfOf(megan), ofMegan);
  assert.notEqual(onBehalfOf(adele), ofAdele);
});

test('forgets those whose tokens have ended when the next caller comes', async () => {
  let nowMs = Date.now();
  const { onBehalfOf } = credentials({ now: () => nowMs });
  const [megan, adele, alex] = await Promise.all([users.megan, users.adele, users.alex].map((user) => callerOf(user)));
  assert.ok(megan && adele && alex);
  const expiring = { ...megan, expiresAtMs: nowMs + 1_000 };
  const lasting = { ...adele, expiresAtMs: nowMs + 60_000 };
  const [ofMegan, ofAdele] = [onBehalfOf(expiring), onBehalfOf(lasting)];
  nowMs += 2_000;
  onBehalfOf(alex);
  assert.equal(onBehalfOf(lasting), ofAdele);
  assert.notEqual(onBehalfOf(expiring), ofMegan);
});

test('says that the token of the caller has expired', async () => {
  const past = Math.floor(Date.now() / 1_000) - 3_600;
  const caller = await callerOf(users.megan, { iat: past - 60, nbf: past - 60, exp: past });
  await assert.rejects(credentials().onBehalfOf(caller).getToken(scope), {
    name: 'Problem',
    code: 'TokenNotAccepted',
    message: /AADSTS\d+.*Get a new one/,
  });
});

test('says that the client secret must be renewed, without showing it', async () => {
  const wrong = credentials({ credential: { kind: 'secret', secret: new Secret('not-the-secret') } });
  await assert.rejects(wrong.appCredential.getToken(scope), (error) => {
    assert.ok(error instanceof Error);
    assert.match(error.message, /renew GRAPH_CLIENT_SECRET/);
    assert.doesNotMatch(JSON.stringify(error) + error.stack, /not-the-secret/);
    return true;
  });
});

test('says that the app needs an identity when it has none', async () => {
  const { appCredential } = credentials({ credential: { kind: 'federated', managedIdentityClientId: 'x' } });
  await assert.rejects(appCredential.getToken(scope), { code: 'NotConfigured', message: /managed identity/ });
});

test('calls an authority that cannot be reached away', async () => {
  const { appCredential } = credentials({ authorityHost: 'https://localhost:9' });
  await assert.rejects(appCredential.getToken(scope), {
    name: 'UpstreamError',
    service: 'Microsoft Entra ID',
    kind: 'away',
  });
});
