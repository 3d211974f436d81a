import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { UnsecuredJWT } from 'jose';
import { api } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { verifyResourceToken } from '../../../sandbox/entra/verifyResourceToken.ts';
import { startTestEntra, type TestEntra } from './startTestEntra.ts';

const graph = 'https://graph.microsoft.com';
let entra: TestEntra;
before(async () => {
  entra = await startTestEntra();
});
after(() => entra.close());

const apiClient = { client_id: api.clientId, client_secret: api.clientSecret };

async function applicationToken(resource: string): Promise<string> {
  const form = { grant_type: 'client_credentials', ...apiClient, scope: `${resource}/.default` };
  return String((await entra.postToken(form)).body.access_token);
}

async function refusalOf(authorization: string | undefined, audience = graph): Promise<string> {
  const result = await verifyResourceToken(entra.keySet, audience, authorization);
  assert.ok('refusal' in result, 'the token was accepted');
  return result.refusal;
}

test('tells a person by the delegated permissions', async () => {
  const { body } = await entra.postToken({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    ...apiClient,
    assertion: await entra.mint(),
    scope: `${graph}/.default`,
  });
  const result = await verifyResourceToken(entra.keySet, graph, `Bearer ${body.access_token}`);
  assert.deepEqual(result, {
    claims: {
      kind: 'user',
      objectId: users.megan.id,
      userPrincipalName: 'megan@contoso.com',
      clientId: api.clientId,
      permissions: api.delegatedPermissions['00000003-0000-0000-c000-000000000000'],
    },
  });
});

test('tells an application by its own permissions, or by having none', async () => {
  const feed = 'https://manage.office.com';
  const withRoles = await verifyResourceToken(entra.keySet, feed, `Bearer ${await applicationToken(feed)}`);
  const identity = { kind: 'application', objectId: api.objectId, clientId: api.clientId };
  assert.deepEqual(withRoles, { claims: { ...identity, permissions: ['ActivityFeed.Read', 'ActivityFeed.ReadDlp'] } });
  const monitor = 'https://monitor.azure.com';
  const withoutRoles = await verifyResourceToken(entra.keySet, monitor, `Bearer ${await applicationToken(monitor)}`);
  assert.deepEqual(withoutRoles, { claims: { ...identity, permissions: [] } });
});

test('takes a resource by its address, with and without a slash, and by its app id', async () => {
  for (const spelling of [graph, `${graph}/`, '00000003-0000-0000-c000-000000000000']) {
    const result = await verifyResourceToken(entra.keySet, graph, `Bearer ${await applicationToken(spelling)}`);
    assert.ok('claims' in result, spelling);
  }
});

test('refuses what is no bearer token', async () => {
  assert.equal(await refusalOf(undefined), 'Access token is empty.');
  assert.equal(await refusalOf('Bearer '), 'Access token is empty.');
  assert.equal(await refusalOf('Basic abc'), 'Access token is empty.');
  assert.match(await refusalOf('Bearer nonsense'), /^Access token validation failure\./);
});

test('refuses a token for another resource, of another issuer, expired, forged or unsigned', async () => {
  const issuer = `https://sts.windows.net/${tenant.id}/`;
  const good = { aud: graph, iss: issuer, appid: api.clientId };
  const bearer = async (...parameters: Parameters<TestEntra['mint']>) => `Bearer ${await entra.mint(...parameters)}`;
  assert.ok('claims' in (await verifyResourceToken(entra.keySet, graph, await bearer(good))));
  assert.match(await refusalOf(`Bearer ${await applicationToken('https://manage.office.com')}`), /Invalid audience/);
  assert.match(await refusalOf(await bearer({ ...good, iss: 'https://sts.windows.net/fabrikam/' })), /Invalid issuer/);
  assert.match(await refusalOf(await bearer({ ...good, exp: Math.floor(Date.now() / 1000) - 1 })), /expired/);
  assert.match(await refusalOf(await bearer({ ...good, oid: undefined })), /oid/);
  assert.match(await refusalOf(await bearer(good, { kid: 'unknown' })), /^Access token validation failure\./);
  const unsigned = new UnsecuredJWT({ ...good, oid: users.megan.id, exp: Date.now() }).encode();
  assert.match(await refusalOf(`Bearer ${unsigned}`), /^Access token validation failure\./);
});
