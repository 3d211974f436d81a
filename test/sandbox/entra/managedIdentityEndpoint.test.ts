import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { managedIdentity } from '../../../sandbox/contoso/applications.ts';
import { startTestEntra, type TestEntra } from './startTestEntra.ts';

let entra: TestEntra;
before(async () => {
  entra = await startTestEntra();
});
after(() => entra.close());

async function ask(
  query: Record<string, string>,
  headers: Record<string, string> = { 'x-identity-header': entra.managedIdentityHeader },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${entra.managedIdentityEndpoint}?${new URLSearchParams(query)}`, { headers });
  return { status: response.status, body: Object(await response.json()) };
}

const usual = { resource: 'https://graph.microsoft.com', 'api-version': '2019-08-01' };

test('gives a token of the managed identity in the form of App Service', async () => {
  const { status, body } = await ask(usual);
  assert.equal(status, 200);
  const claims = decodeJwt(String(body.access_token));
  assert.equal(claims.oid, managedIdentity.objectId);
  assert.equal(claims.aud, 'https://graph.microsoft.com');
  const { access_token: _token, ...rest } = body;
  assert.deepEqual(rest, {
    expires_on: String(claims.exp),
    resource: 'https://graph.microsoft.com',
    token_type: 'Bearer',
    client_id: managedIdentity.clientId,
  });
});

test('refuses a missing and a wrong header', async () => {
  assert.equal((await ask(usual, {})).status, 400);
  assert.equal((await ask(usual, { 'x-identity-header': 'wrong' })).status, 401);
});

test('refuses another version, a missing or unknown resource, and an identity that the app does not have', async () => {
  const { resource, 'api-version': version } = usual;
  const faults: readonly Record<string, string>[] = [
    { resource },
    { resource, 'api-version': '2017-09-01' },
    { 'api-version': version },
    { resource: 'https://graph.fabrikam.com', 'api-version': version },
    { ...usual, client_id: '00000000-0000-4000-8000-000000000000' },
  ];
  for (const query of faults) {
    const { status, body } = await ask(query);
    assert.equal(status, 400, JSON.stringify(query));
    assert.equal('access_token' in body, false);
  }
});

test('has the permissions that the back end is granted', async () => {
  entra.grantApplicationPermissions(['SecurityAlert.Read.All']);
  const { body } = await ask(usual);
  assert.deepEqual(decodeJwt(String(body.access_token)).roles, ['SecurityAlert.Read.All']);
});
