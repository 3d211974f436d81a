import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { ClientSecretCredential, ManagedIdentityCredential, OnBehalfOfCredential } from '@azure/identity';
import { decodeJwt } from 'jose';
import { api, automationClient, managedIdentity } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { bareEnvironment } from '../../bareEnvironment.ts';
import { startTestEntra, type TestEntra } from './startTestEntra.ts';

const graphScope = 'https://graph.microsoft.com/.default';
let entra: TestEntra;
before(async () => {
  entra = await startTestEntra();
  process.env.IDENTITY_ENDPOINT = entra.managedIdentityEndpoint;
  process.env.IDENTITY_HEADER = entra.managedIdentityHeader;
});
after(() => entra.close());

// Without this option MSAL asks login.microsoftonline.com whether the authority is one.
const authorityOptions = () => ({ authorityHost: entra.origin, disableInstanceDiscovery: true });

function onBehalfOf(userAssertionToken: string): OnBehalfOfCredential {
  return new OnBehalfOfCredential({
    tenantId: tenant.id,
    clientId: api.clientId,
    clientSecret: api.clientSecret,
    userAssertionToken,
    ...authorityOptions(),
  });
}

test('ClientSecretCredential gets an application token with the application permissions', async () => {
  const credential = new ClientSecretCredential(tenant.id, api.clientId, api.clientSecret, authorityOptions());
  const { token, expiresOnTimestamp } = await credential.getToken(graphScope);
  const claims = decodeJwt(token);
  assert.equal(claims.idtyp, 'app');
  assert.equal(claims.aud, 'https://graph.microsoft.com');
  assert.ok(Array.isArray(claims.roles) && claims.roles.includes('SecurityAlert.ReadWrite.All'));
  assert.equal(claims.scp, undefined);
  assert.equal(Math.abs(expiresOnTimestamp - Number(claims.exp) * 1000) <= 2000, true);
});

test('ClientSecretCredential with a wrong secret is told 7000215', async () => {
  const credential = new ClientSecretCredential(tenant.id, api.clientId, 'wrong', authorityOptions());
  await assert.rejects(credential.getToken(graphScope), /AADSTS7000215/);
});

test('OnBehalfOfCredential gets a Graph token of the person who called our API', async () => {
  const { token } = await onBehalfOf(await entra.mint()).getToken(graphScope);
  const claims = decodeJwt(token);
  assert.equal(claims.idtyp, 'user');
  assert.equal(claims.oid, users.megan.id);
  assert.equal(claims.upn, 'megan@contoso.com');
  assert.equal(claims.appid, api.clientId);
  assert.ok(String(claims.scp).split(' ').includes('ChannelMessage.Send'));
  assert.equal(claims.roles, undefined);
});

test('OnBehalfOfCredential refuses to go on for an application', async () => {
  const caller = new ClientSecretCredential(
    tenant.id,
    automationClient.clientId,
    automationClient.clientSecret ?? '',
    authorityOptions(),
  );
  const { token } = await caller.getToken(`${api.appIdUri}/.default`);
  await assert.rejects(onBehalfOf(token).getToken(graphScope), /AADSTS7000114/);
});

test("OnBehalfOfCredential may prove the client by the managed identity's token in place of a secret", async () => {
  const identity = new ManagedIdentityCredential();
  const credential = new OnBehalfOfCredential({
    tenantId: tenant.id,
    clientId: api.clientId,
    getAssertion: async () => (await identity.getToken('api://AzureADTokenExchange/.default')).token,
    userAssertionToken: await entra.mint(),
    ...authorityOptions(),
  });
  const claims = decodeJwt((await credential.getToken(graphScope)).token);
  assert.equal(claims.oid, users.megan.id);
  assert.equal(claims.appidacr, '2');
});

test('ManagedIdentityCredential gets a token of the Function App', async () => {
  const { token } = await new ManagedIdentityCredential().getToken('https://manage.office.com/.default');
  const claims = decodeJwt(token);
  assert.equal(claims.oid, managedIdentity.objectId);
  assert.equal(claims.appid, managedIdentity.clientId);
  assert.deepEqual(claims.roles, ['ActivityFeed.Read', 'ActivityFeed.ReadDlp']);
});

// In processes of their own: Node reads NODE_EXTRA_CA_CERTS at start, and MSAL remembers IDENTITY_HEADER for good.
async function inOtherProcess(getToken: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const program = `
    import { ClientSecretCredential, ManagedIdentityCredential } from '@azure/identity';
    const { TENANT, CLIENT, SECRET, AUTHORITY } = process.env;
    const options = { authorityHost: AUTHORITY, disableInstanceDiscovery: true };
    console.log((await ${getToken}).token);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
    env: { ...bareEnvironment, ...environment },
  });
  return stdout.trim();
}

test('a process with NODE_EXTRA_CA_CERTS needs nothing else to trust the authority', async () => {
  const token = await inOtherProcess(
    `new ClientSecretCredential(TENANT, CLIENT, SECRET, options).getToken('${graphScope}')`,
    {
      TENANT: tenant.id,
      CLIENT: api.clientId,
      SECRET: api.clientSecret,
      AUTHORITY: entra.origin,
      NODE_EXTRA_CA_CERTS: entra.caFile,
    },
  );
  assert.equal(decodeJwt(token).oid, api.objectId);
});

test('ManagedIdentityCredential with a wrong header gets nothing', async () => {
  const getToken = `new ManagedIdentityCredential().getToken('${graphScope}')`;
  const environment = { IDENTITY_ENDPOINT: entra.managedIdentityEndpoint };
  const token = await inOtherProcess(getToken, { ...environment, IDENTITY_HEADER: entra.managedIdentityHeader });
  assert.equal(decodeJwt(token).oid, managedIdentity.objectId);
  await assert.rejects(
    inOtherProcess(getToken, { ...environment, IDENTITY_HEADER: 'wrong' }),
    /CredentialUnavailable|AuthenticationError|AuthenticationRequired/,
  );
});
