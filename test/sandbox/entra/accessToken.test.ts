import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { api, automationClient, connector } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { signIn } from '../../../sandbox/entra/signIn.ts';
import { startTestEntra, type TestEntra } from './startTestEntra.ts';

let entra: TestEntra;
before(async () => {
  entra = await startTestEntra();
});
after(() => entra.close());

async function applicationToken(client: { clientId: string; clientSecret?: string }, scope: string) {
  const { status, body } = await entra.postToken({
    grant_type: 'client_credentials',
    client_id: client.clientId,
    client_secret: client.clientSecret ?? '',
    scope,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return { body, claims: decodeJwt(String(body.access_token)) };
}

async function personToken(user: string) {
  const signedIn = await signIn({
    authority: entra.origin,
    user,
    clientId: connector.clientId,
    redirectUri: connector.redirectUris[0] ?? '',
    scope: `${api.appIdUri}/access_as_user`,
  });
  return decodeJwt(await signedIn.accessToken());
}

test("gives a person's v2.0 token of our API the scope and the person's roles", async () => {
  const { iat, nbf, exp, uti, sub, ...claims } = await personToken('megan@contoso.com');
  assert.deepEqual(claims, {
    iss: `${entra.origin}/${tenant.id}/v2.0`,
    aud: api.clientId,
    azp: connector.clientId,
    azpacr: '0',
    oid: users.megan.id,
    tid: tenant.id,
    ver: '2.0',
    scp: 'access_as_user',
    roles: ['Purview.Responder'],
    name: 'Megan Bowen',
    preferred_username: 'megan@contoso.com',
  });
  assert.notEqual(sub, users.megan.id);
  assert.equal(Number(exp) - Number(iat), 3600);
  assert.equal(nbf, iat);
  assert.match(String(uti), /^[\w-]{22}$/);
});

test('leaves roles out of the token of a person without a role', async () => {
  assert.equal('roles' in (await personToken('alex@contoso.com')), false);
});

test("gives an application's v2.0 token of our API its roles, and no scope", async () => {
  const { claims } = await applicationToken(automationClient, `${api.clientId}/.default`);
  assert.equal(claims.idtyp, 'app');
  assert.equal(claims.oid, automationClient.objectId);
  assert.equal(claims.sub, automationClient.objectId);
  assert.equal(claims.azp, automationClient.clientId);
  assert.equal(claims.azpacr, '1');
  assert.deepEqual(claims.roles, ['Purview.Responder']);
  assert.equal('scp' in claims, false);
  assert.equal('preferred_username' in claims, false);
});

test('writes the audience of a v1.0 token as the client wrote the resource', async () => {
  for (const audience of ['https://manage.office.com', 'https://monitor.azure.com', 'https://monitor.azure.com/']) {
    const { claims } = await applicationToken(api, `${audience}/.default`);
    assert.equal(claims.aud, audience);
    assert.equal(claims.iss, `https://sts.windows.net/${tenant.id}/`);
    assert.equal(claims.ver, '1.0');
  }
});

test('accepts the client secret in the Authorization header', async () => {
  const credentials = Buffer.from(`${api.clientId}:${encodeURIComponent(api.clientSecret)}`).toString('base64');
  const form = { grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' };
  const { status } = await entra.postToken(form, { authorization: `Basic ${credentials}` });
  assert.equal(status, 200);
});

test('knows the tenant by its other names, and a client in any letter case', async () => {
  for (const name of [tenant.defaultDomain, tenant.initialDomain, 'common', 'organizations']) {
    const response = await fetch(`${entra.origin}/${name}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: api.clientId.toUpperCase(),
        client_secret: api.clientSecret,
        scope: 'https://graph.microsoft.com/.default',
      }),
    });
    assert.equal(response.status, 200, name);
  }
});

test('issues what the back end is granted at that time', async (t) => {
  const scope = 'https://graph.microsoft.com/.default';
  const before = (await applicationToken(api, scope)).claims.roles;
  t.after(() => entra.grantApplicationPermissions(Array.isArray(before) ? before : []));
  entra.grantApplicationPermissions(['SecurityAlert.Read.All']);
  assert.deepEqual((await applicationToken(api, scope)).claims.roles, ['SecurityAlert.Read.All']);
  const feed = await applicationToken(api, 'https://manage.office.com/.default');
  assert.deepEqual(feed.claims.roles, ['ActivityFeed.Read', 'ActivityFeed.ReadDlp']);
  entra.grantApplicationPermissions([]);
  assert.equal('roles' in (await applicationToken(api, scope)).claims, false);
});

test('issues tokens of the lifetime that is set', async (t) => {
  t.after(() => entra.setAccessTokenLifetimeMs(3_600_000));
  entra.setAccessTokenLifetimeMs(90_000);
  const { body, claims } = await applicationToken(api, 'https://graph.microsoft.com/.default');
  assert.equal(body.expires_in, 90);
  assert.equal(Number(claims.exp) - Number(claims.iat), 90);
});

test('mints odd tokens for tests: other claims, claims left out, another header', async () => {
  const token = await entra.mint({ aud: 'somebody else', scp: undefined, exp: 1 }, { kid: 'unknown' });
  const claims = decodeJwt(token);
  assert.equal(claims.aud, 'somebody else');
  assert.equal(claims.exp, 1);
  assert.equal('scp' in claims, false);
  assert.equal(claims.oid, users.megan.id);
  assert.equal(decodeProtectedHeader(token).kid, 'unknown');
});
