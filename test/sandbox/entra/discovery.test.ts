import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { api } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { startTestEntra, type TestEntra } from './startTestEntra.ts';

let entra: TestEntra;
before(async () => {
  entra = await startTestEntra();
});
after(() => entra.close());

async function getJson(path: string): Promise<Record<string, unknown>> {
  return Object(await (await fetch(`${entra.origin}${path}`)).json());
}

function remoteKeys() {
  return createRemoteJWKSet(new URL(`${entra.origin}/${tenant.id}/discovery/v2.0/keys`), { cooldownDuration: 0 });
}

test('describes the tenant where OpenID Connect looks for it', async () => {
  const base = `${entra.origin}/${tenant.id}`;
  const metadata = await getJson(`/${tenant.id}/v2.0/.well-known/openid-configuration`);
  assert.equal(metadata.issuer, `${base}/v2.0`);
  assert.equal(metadata.token_endpoint, `${base}/oauth2/v2.0/token`);
  assert.equal(metadata.authorization_endpoint, `${base}/oauth2/v2.0/authorize`);
  assert.equal(metadata.jwks_uri, `${base}/discovery/v2.0/keys`);
  assert.deepEqual(await getJson(`/${tenant.id}/.well-known/openid-configuration`), metadata);
});

test('knows the tenant by its domains, and by common with a placeholder for the issuer', async () => {
  const byDomain = await getJson('/contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration');
  assert.equal(byDomain.issuer, `${entra.origin}/${tenant.id}/v2.0`);
  const common = await getJson('/common/v2.0/.well-known/openid-configuration');
  assert.equal(common.issuer, `${entra.origin}/{tenantid}/v2.0`);
});

test('answers the instance discovery of MSAL with its own host', async () => {
  const { host } = new URL(entra.origin);
  const answer = await getJson('/common/discovery/instance?api-version=1.1&authorization_endpoint=x');
  assert.deepEqual(answer.metadata, [{ preferred_network: host, preferred_cache: host, aliases: [host] }]);
});

test('says 90002 about a tenant that does not exist', async () => {
  for (const path of ['v2.0/.well-known/openid-configuration', 'discovery/v2.0/keys']) {
    assert.deepEqual((await getJson(`/fabrikam.com/${path}`)).error_codes, [90002]);
  }
});

test('signs tokens of our API that jose verifies with the published keys', async () => {
  const expected = { issuer: `${entra.origin}/${tenant.id}/v2.0`, audience: api.clientId };
  const { payload, protectedHeader } = await jwtVerify(await entra.mint(), remoteKeys(), expected);
  assert.equal(protectedHeader.alg, 'RS256');
  assert.equal(payload.scp, 'access_as_user');
});

test('publishes no private part of a key', async () => {
  const { keys } = await getJson(`/${tenant.id}/discovery/v2.0/keys`);
  assert.ok(Array.isArray(keys) && keys.length > 0);
  for (const key of keys) assert.deepEqual(Object.keys(key).sort(), ['alg', 'e', 'kid', 'kty', 'n', 'use']);
});

test('keeps the key before a rotation published until the next one', async () => {
  const verifier = remoteKeys();
  const first = await entra.mint();
  await jwtVerify(first, verifier);
  await entra.rotateKeys();
  const second = await entra.mint();
  await jwtVerify(second, verifier);
  await jwtVerify(first, remoteKeys());
  await jwtVerify(first, entra.keySet);
  await entra.rotateKeys();
  await jwtVerify(second, remoteKeys());
  await assert.rejects(jwtVerify(first, remoteKeys()), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
  await assert.rejects(jwtVerify(first, entra.keySet), { code: 'ERR_JWKS_NO_MATCHING_KEY' });
});

test('has nothing at other addresses', async () => {
  assert.equal((await fetch(`${entra.origin}/${tenant.id}/oauth2/token`)).status, 404);
  assert.equal((await fetch(entra.origin)).status, 404);
});
