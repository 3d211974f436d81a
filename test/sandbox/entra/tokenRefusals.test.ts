import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, automationClient, connector, managedIdentity } from '../../../sandbox/contoso/applications.ts';
import { microsoftResources } from '../../../sandbox/contoso/microsoftResources.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { startTestEntra, type TestEntra } from './startTestEntra.ts';

let entra: TestEntra;
before(async () => {
  entra = await startTestEntra();
});
after(() => entra.close());

const graphDefault = 'https://graph.microsoft.com/.default';
const apiClient = { client_id: api.clientId, client_secret: api.clientSecret };
const byApplication = { grant_type: 'client_credentials', ...apiClient, scope: graphDefault };

async function onBehalfOf(assertion: string, scope = graphDefault): Promise<Record<string, string>> {
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    ...apiClient,
    assertion,
    scope,
  };
}

const byAssertion = (assertion: string) => ({
  grant_type: 'client_credentials',
  client_id: api.clientId,
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  client_assertion: assertion,
  scope: graphDefault,
});
const trusted = { sub: managedIdentity.objectId, aud: microsoftResources.tokenExchange.appId };

async function without(name: string): Promise<Record<string, string>> {
  const { [name]: _left, ...form } = await onBehalfOf(await entra.mint());
  return form;
}

async function applicationToken(scope: string): Promise<string> {
  const { clientId, clientSecret = '' } = automationClient;
  const client = { client_id: clientId, client_secret: clientSecret };
  const { body } = await entra.postToken({ grant_type: 'client_credentials', ...client, scope });
  return String(body.access_token);
}

interface Refusal {
  title: string;
  form: () => Record<string, string> | Promise<Record<string, string>>;
  headers?: Record<string, string>;
  code: number;
  error: string;
  status?: number;
}

const refusals: readonly Refusal[] = [
  {
    title: 'a wrong client secret',
    form: () => ({ ...byApplication, client_secret: 'wrong' }),
    code: 7000215,
    error: 'invalid_client',
    status: 401,
  },
  {
    title: 'a confidential client without its secret',
    form: () => ({ grant_type: 'client_credentials', client_id: api.clientId, scope: graphDefault }),
    code: 7000218,
    error: 'invalid_client',
    status: 401,
  },
  {
    title: 'a public client that asks for a token of its own',
    form: () => ({ grant_type: 'client_credentials', client_id: connector.clientId, scope: graphDefault }),
    code: 7000218,
    error: 'invalid_client',
    status: 401,
  },
  {
    title: 'a managed identity that asks anywhere but at its own endpoint',
    form: () => ({ grant_type: 'client_credentials', client_id: managedIdentity.clientId, scope: graphDefault }),
    code: 7000218,
    error: 'invalid_client',
    status: 401,
  },
  {
    title: 'a public client that presents a secret',
    form: () => ({ ...byApplication, client_id: connector.clientId }),
    code: 700025,
    error: 'invalid_client',
    status: 401,
  },
  {
    title: 'a public client that presents an assertion',
    form: async () => ({ ...byAssertion(await entra.mint()), client_id: connector.clientId }),
    code: 700025,
    error: 'invalid_client',
    status: 401,
  },
  ...[
    {
      title: 'a client assertion of nobody that the client trusts',
      assertion: () => applicationToken('api://AzureADTokenExchange/.default'),
    },
    {
      title: 'a client assertion that is for somebody else',
      assertion: () => entra.mint({ sub: managedIdentity.objectId }),
    },
    {
      title: 'a client assertion of another issuer',
      assertion: () => entra.mint({ ...trusted, iss: 'https://fabrikam.com' }),
    },
  ].map(({ title, assertion }) => ({
    title,
    form: async () => byAssertion(await assertion()),
    code: 700213,
    error: 'invalid_client',
    status: 401,
  })),
  {
    title: 'an unknown client',
    form: () => ({ ...byApplication, client_id: '00000000-0000-4000-8000-000000000000' }),
    code: 700016,
    error: 'unauthorized_client',
  },
  {
    title: 'an unknown resource',
    form: () => ({ ...byApplication, scope: 'https://graph.fabrikam.com/.default' }),
    code: 500011,
    error: 'invalid_resource',
  },
  {
    title: 'an unknown resource named by a guid',
    form: () => ({ ...byApplication, scope: '00000000-0000-4000-8000-000000000000/.default' }),
    code: 500011,
    error: 'invalid_resource',
  },
  {
    title: 'a scope that is none',
    form: () => ({ ...byApplication, scope: 'nonsense/.default' }),
    code: 70011,
    error: 'invalid_scope',
  },
  {
    title: 'a resource without a permission',
    form: () => ({ ...byApplication, scope: 'https://graph.microsoft.com/' }),
    code: 70011,
    error: 'invalid_scope',
  },
  {
    title: 'everything and something of one resource',
    form: async () => onBehalfOf(await entra.mint(), `${graphDefault} https://graph.microsoft.com/User.Read`),
    code: 70011,
    error: 'invalid_scope',
  },
  {
    title: 'two resources at once',
    form: async () => onBehalfOf(await entra.mint(), `${graphDefault} https://manage.office.com/.default`),
    code: 28000,
    error: 'invalid_request',
  },
  {
    title: 'a single permission for an application',
    form: () => ({ ...byApplication, scope: 'https://graph.microsoft.com/User.Read.All' }),
    code: 1002012,
    error: 'invalid_scope',
  },
  {
    title: 'a permission that nobody consented to',
    form: async () => onBehalfOf(await entra.mint(), 'https://graph.microsoft.com/Mail.ReadWrite'),
    code: 65001,
    error: 'invalid_grant',
  },
  {
    title: 'a permission that nobody consented to beside one that somebody did',
    form: async () =>
      onBehalfOf(
        await entra.mint(),
        'https://graph.microsoft.com/Files.ReadWrite https://graph.microsoft.com/Mail.ReadWrite',
      ),
    code: 65001,
    error: 'invalid_grant',
  },
  {
    title: 'a resource that nobody consented to',
    form: async () => onBehalfOf(await entra.mint(), 'https://manage.office.com/.default'),
    code: 65001,
    error: 'invalid_grant',
  },
  {
    title: 'an assertion with a broken signature',
    form: async () => onBehalfOf(`${(await entra.mint()).slice(0, -8)}AAAAAAAA`),
    code: 50013,
    error: 'invalid_grant',
  },
  {
    title: 'an assertion signed by a key that is not published',
    form: async () => onBehalfOf(await entra.mint({}, { kid: 'unknown' })),
    code: 50013,
    error: 'invalid_grant',
  },
  {
    title: 'an assertion that is no token',
    form: () => onBehalfOf('nonsense'),
    code: 50013,
    error: 'invalid_grant',
  },
  {
    title: 'an expired assertion',
    form: async () => onBehalfOf(await entra.mint({ exp: Math.floor(Date.now() / 1000) - 1 })),
    code: 500133,
    error: 'invalid_grant',
  },
  {
    title: 'an assertion for another API',
    form: async () => onBehalfOf(await entra.mint({ aud: automationClient.clientId })),
    code: 500131,
    error: 'invalid_grant',
  },
  {
    title: 'an assertion of an application',
    form: async () => onBehalfOf(await applicationToken(`${api.appIdUri}/.default`)),
    code: 7000114,
    error: 'invalid_grant',
  },
  {
    title: 'an assertion of a person who left the tenant',
    form: async () => onBehalfOf(await entra.mint({ oid: '00000000-0000-4000-8000-000000000000' })),
    code: 50034,
    error: 'invalid_grant',
  },
  {
    title: 'on-behalf-of by a public client',
    form: async () => {
      const { client_secret: _left, ...form } = await onBehalfOf(await entra.mint());
      return { ...form, client_id: connector.clientId };
    },
    code: 7000218,
    error: 'invalid_client',
    status: 401,
  },
  {
    title: 'another use of an assertion than on-behalf-of',
    form: async () => ({ ...(await onBehalfOf(await entra.mint())), requested_token_use: 'something' }),
    code: 90023,
    error: 'invalid_request',
  },
  {
    title: 'an unknown code',
    form: () => ({
      grant_type: 'authorization_code',
      client_id: connector.clientId,
      code: 'nonsense',
      redirect_uri: connector.redirectUris[0] ?? '',
    }),
    code: 9002313,
    error: 'invalid_grant',
  },
  {
    title: 'an unknown refresh token',
    form: () => ({ grant_type: 'refresh_token', client_id: connector.clientId, refresh_token: 'nonsense' }),
    code: 9002313,
    error: 'invalid_grant',
  },
  {
    title: 'an unknown grant',
    form: () => ({ ...byApplication, grant_type: 'password' }),
    code: 70003,
    error: 'unsupported_grant_type',
  },
  {
    title: 'a grant named like a property that every object has',
    form: () => ({ ...byApplication, grant_type: 'constructor' }),
    code: 70003,
    error: 'unsupported_grant_type',
  },
  {
    title: 'an Authorization header that is not percent-encoded',
    form: () => byApplication,
    headers: { authorization: `Basic ${Buffer.from(`${api.clientId}:%zz`).toString('base64')}` },
    code: 90023,
    error: 'invalid_request',
  },
  ...['grant_type', 'client_id', 'assertion', 'requested_token_use', 'scope'].map((name) => ({
    title: `a request without ${name}`,
    form: () => without(name),
    code: 900144,
    error: 'invalid_request',
  })),
];

test('takes what the assertions below are faulty in', async () => {
  assert.equal((await entra.postToken(byAssertion(await entra.mint(trusted)))).status, 200);
});

for (const { title, form, headers, code, error, status = 400 } of refusals) {
  test(`refuses ${title} with AADSTS${code}`, async () => {
    const answer = await entra.postToken(await form(), headers);
    assert.deepEqual(answer.body.error_codes, [code]);
    assert.equal(answer.body.error, error);
    assert.equal(answer.status, status);
    assert.ok(String(answer.body.error_description).startsWith(`AADSTS${code}: `));
  });
}

test('refuses in the form that Entra uses, and says that consent is what is missing', async () => {
  const { body } = await entra.postToken(await onBehalfOf(await entra.mint(), 'Mail.ReadWrite'));
  assert.deepEqual(Object.keys(body).sort(), [
    'correlation_id',
    'error',
    'error_codes',
    'error_description',
    'suberror',
    'timestamp',
    'trace_id',
  ]);
  assert.equal(body.suberror, 'consent_required');
  assert.match(String(body.timestamp), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
  assert.ok(String(body.error_description).includes(String(body.trace_id)));
});

test('refuses an unknown tenant with AADSTS90002', async () => {
  const address = `${entra.origin}/${api.clientId}/oauth2/v2.0/token`;
  const response = await fetch(address, { method: 'POST', body: new URLSearchParams(byApplication) });
  assert.equal(response.status, 400);
  assert.deepEqual(Object(await response.json()).error_codes, [90002]);
});

test('refuses a GET of the token endpoint with AADSTS900561', async () => {
  const response = await fetch(`${entra.origin}/${tenant.id}/oauth2/v2.0/token`);
  assert.deepEqual(Object(await response.json()).error_codes, [900561]);
});
