import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { type Environment, readSettings, SettingsFault } from '../functions/settings.ts';
import { settingRows } from '../functions/settingsTable.ts';

const tenantId = '11111111-2222-4333-8444-555555555555';
const clientId = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
const key = randomBytes(32).toString('base64');

const deployed: Environment = {
  AzureWebJobsStorage__accountName: 'purview',
  ENTRA_TENANT_ID: tenantId,
  API_CLIENT_ID: clientId,
  GRAPH_FEDERATED_CLIENT_ID: clientId,
  ENCRYPTION_KEYS: key,
  WEBSITE_HOSTNAME: 'purview.azurewebsites.net',
  WEBSITE_INSTANCE_ID: 'abc',
};

const local: Environment = {
  AzureWebJobsStorage: 'UseDevelopmentStorage=true',
  ENTRA_TENANT_ID: tenantId,
  API_CLIENT_ID: clientId,
  GRAPH_CLIENT_SECRET: 'the-client-secret',
  ENCRYPTION_KEYS: key,
  SANDBOX: 'true',
};

function faultsOf(environment: Environment): Record<string, string> {
  try {
    readSettings(environment);
  } catch (error) {
    assert.ok(error instanceof SettingsFault, inspect(error));
    return Object.fromEntries(error.faults.map(({ setting, message }) => [setting, message]));
  }
  return {};
}

describe('readSettings', () => {
  it('derives audiences, the public address and storage endpoints of a deployed app', () => {
    const settings = readSettings(deployed);
    assert.deepEqual(settings.API_AUDIENCE, [clientId, `api://${clientId}`]);
    assert.equal(settings.GRAPH_CLIENT_ID, clientId);
    assert.equal(settings.PUBLIC_BASE_URL, 'https://purview.azurewebsites.net');
    assert.deepEqual(settings.storage, {
      kind: 'managed identity',
      tableUrl: 'https://purview.table.core.windows.net',
      queueUrl: 'https://purview.queue.core.windows.net',
    });
    assert.deepEqual(settings.graphCredential, { kind: 'federated', managedIdentityClientId: clientId });
  });

  it('takes storage at other endpoints, and a connection string before all else', () => {
    const endpoints = {
      AzureWebJobsStorage__tableServiceUri: 'https://tables.example.com',
      AzureWebJobsStorage__queueServiceUri: 'https://queues.example.com',
    };
    assert.deepEqual(readSettings({ ...deployed, ...endpoints }).storage, {
      kind: 'managed identity',
      tableUrl: 'https://tables.example.com',
      queueUrl: 'https://queues.example.com',
    });
    const signed =
      'TableEndpoint=https://t.example.com;QueueEndpoint=https://q.example.com;SharedAccessSignature=sv=2024&sig=x';
    for (const AzureWebJobsStorage of ['AccountName=a;AccountKey=b', signed]) {
      const { storage } = readSettings({ ...deployed, ...endpoints, AzureWebJobsStorage });
      assert.equal(storage.kind === 'connection string' && storage.connectionString.reveal(), AzureWebJobsStorage);
    }
  });

  it('says http of a host on this machine in the sandbox, as the tools of Azure serve it', () => {
    const WEBSITE_HOSTNAME = 'localhost:7072';
    assert.equal(readSettings({ ...local, WEBSITE_HOSTNAME }).PUBLIC_BASE_URL, 'http://localhost:7072');
    assert.equal(readSettings({ ...deployed, WEBSITE_HOSTNAME }).PUBLIC_BASE_URL, 'https://localhost:7072');
  });

  it('reads ids as Entra ID writes them, and words in any case', () => {
    const settings = readSettings({
      ...local,
      SANDBOX: 'True',
      GRAPH_BASE_URL: 'http://localhost:1',
      ENTRA_TENANT_ID: 'AAAAAAAA-BBBB-4CCC-8DDD-EEEEEEEEEEEE',
      ACTIVITY_CONTENT_TYPES: 'dlp.all, AUDIT.General',
    });
    assert.equal(settings.ENTRA_TENANT_ID, 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee');
    assert.deepEqual(settings.ACTIVITY_CONTENT_TYPES, ['DLP.All', 'Audit.General']);
    assert.deepEqual(readSettings({ ...local, ACTIVITY_CONTENT_TYPES: 'None' }).ACTIVITY_CONTENT_TYPES, []);
  });

  it('has the defaults of the contract', () => {
    const settings = readSettings(deployed);
    const contract = {
      ENTRA_AUTHORITY_HOST: 'https://login.microsoftonline.com',
      ALLOWED_CLIENT_IDS: [],
      GRAPH_BASE_URL: 'https://graph.microsoft.com',
      ACTIVITY_FEED_BASE_URL: 'https://manage.office.com',
      ALERT_POLL_SCHEDULE: '0 * * * * *',
      ACTIVITY_POLL_SCHEDULE: '0 */2 * * * *',
      SWEEP_SCHEDULE: '*/10 * * * * *',
      ALERT_OVERLAP_MINUTES: 120,
      ACTIVITY_OVERLAP_HOURS: 24,
      INITIAL_LOOKBACK_HOURS: 24,
      LEASE_SECONDS: 15,
      DELIVERIES_IN_FLIGHT: 16,
      DELIVERY_TIMEOUT_SECONDS: 30,
      ATTEMPTS_PER_EVENT: 12,
      RETENTION_DAYS: 30,
      BODY_LIMIT_BYTES: 1_048_576,
      CALLBACK_HOST_SUFFIXES: ['.logic.azure.com', '.environment.api.powerplatform.com'],
      CALLS_PER_MINUTE: 3_000,
      PSEUDONYMISE_INSIDER_RISK_USERS: true,
      EDISCOVERY_CALLS_PER_MINUTE: 5,
      DLP_POLICY_FILES: false,
      DLP_ALERT_EVENTS: false,
      AUDIT_SEARCH_VERSION: 'v1.0',
      SANDBOX: false,
      SANDBOX_TIME_SCALE: 1,
    };
    const found = Object.entries(settings).filter(([name]) => Object.hasOwn(contract, name));
    assert.deepEqual(Object.fromEntries(found), contract);
  });

  it('takes another registration for Graph where its tokens are accepted', () => {
    const other = '22222222-3333-4444-5555-666666666666';
    assert.deepEqual(Object.keys(faultsOf({ ...deployed, GRAPH_CLIENT_ID: other })), ['GRAPH_CLIENT_ID']);
    for (const audience of [other, `api://${other}`]) {
      const settings = readSettings({ ...deployed, GRAPH_CLIENT_ID: other, API_AUDIENCE: `${clientId},${audience}` });
      assert.equal(settings.GRAPH_CLIENT_ID, other);
      assert.deepEqual(settings.API_AUDIENCE, [clientId, audience]);
    }
    // A name of its own for the same registration.
    const named = { API_AUDIENCE: 'api://purview.contoso.com', GRAPH_CLIENT_ID: clientId };
    assert.deepEqual(faultsOf({ ...deployed, ...named }), {});
  });

  it('names every fault at once, each with its remedy', () => {
    const faults = faultsOf({ ALERT_POLL_SCHEDULE: '* * * * *', LEASE_SECONDS: 'soon', API_CLIENT_ID: 'my-app' });
    assert.deepEqual(Object.keys(faults).sort(), [
      'ALERT_POLL_SCHEDULE',
      'API_CLIENT_ID',
      'AzureWebJobsStorage',
      'ENCRYPTION_KEYS',
      'ENTRA_TENANT_ID',
      'GRAPH_CLIENT_SECRET',
      'LEASE_SECONDS',
      'PUBLIC_BASE_URL',
    ]);
    assert.match(faults.ALERT_POLL_SCHEDULE ?? '', /six-field NCRONTAB/);
    assert.match(faults.AzureWebJobsStorage ?? '', /AzureWebJobsStorage__accountName/);
  });

  const vaultKey = 'ENCRYPTION_KEY_VAULT_KEY_ID';
  const faulty: readonly [title: string, change: Environment, setting: string, message: RegExp][] = [
    ['storage that is none', { AzureWebJobsStorage: 'my account' }, 'AzureWebJobsStorage', /no connection string/],
    [
      'storage without its key',
      { AzureWebJobsStorage: 'DefaultEndpointsProtocol=https;AccountName=purview;EndpointSuffix=core.windows.net' },
      'AzureWebJobsStorage',
      /Access keys/,
    ],
    [
      'a signature for storage without its endpoints',
      { AzureWebJobsStorage: 'SharedAccessSignature=sv=2024&sig=x' },
      'AzureWebJobsStorage',
      /no connection string/,
    ],
    [
      'a storage account by its address',
      { AzureWebJobsStorage__accountName: 'purview.evil.example/x#' },
      'AzureWebJobsStorage__accountName',
      /small letters and digits/,
    ],
    ['a price in another notation', { LABEL_PRICE: '0x10' }, 'LABEL_PRICE', /not a number/],
    ['a plain http Graph', { GRAPH_BASE_URL: 'http://graph.example.com' }, 'GRAPH_BASE_URL', /https/],
    ['loopback outside the sandbox', { GRAPH_BASE_URL: 'http://127.0.0.1:8080' }, 'GRAPH_BASE_URL', /SANDBOX/],
    [
      'an origin with a path',
      { GRAPH_BASE_URL: 'https://graph.microsoft.com/v1.0' },
      'GRAPH_BASE_URL',
      /without a path/,
    ],
    [
      'an origin with a query',
      { GRAPH_BASE_URL: 'https://graph.microsoft.com?x=1' },
      'GRAPH_BASE_URL',
      /without a path/,
    ],
    ['an origin with a fragment', { GRAPH_BASE_URL: 'https://x.test/#x' }, 'GRAPH_BASE_URL', /without a path/],
    [
      'an origin with a user',
      { ACTIVITY_FEED_BASE_URL: 'https://me:pw@x.test' },
      'ACTIVITY_FEED_BASE_URL',
      /user name/,
    ],
    [
      'an authority without https',
      { ENTRA_AUTHORITY_HOST: 'http://localhost:1' },
      'ENTRA_AUTHORITY_HOST',
      /^must begin with https:\/\/, in the sandbox as well\.$/,
    ],
    ['commas alone', { ALLOWED_CLIENT_IDS: ' , ' }, 'ALLOWED_CLIENT_IDS', /^names nothing between its commas\.$/],
    [
      'every faulty item of a list',
      { ALLOWED_CLIENT_IDS: `a,${clientId},b` },
      'ALLOWED_CLIENT_IDS',
      /^"a" is not a GUID\. "b" is not a GUID\.$/,
    ],
    [
      'every faulty key',
      { ENCRYPTION_KEYS: `short,${key},worse` },
      'ENCRYPTION_KEYS',
      /^key 1 is not Base64.* key 3 is not Base64/,
    ],
    ['SANDBOX in a deployed app', { SANDBOX: 'true' }, 'SANDBOX', /deployed/],
    ['a SANDBOX that is no boolean', { SANDBOX: 'yes' }, 'SANDBOX', /neither true nor false/],
    ['a time scale without the sandbox', { SANDBOX_TIME_SCALE: '10' }, 'SANDBOX_TIME_SCALE', /SANDBOX=true/],
    ['a tenant that only holds a GUID', { ENTRA_TENANT_ID: `x${tenantId}` }, 'ENTRA_TENANT_ID', /is not a GUID/],
    ['a content type that is none', { ACTIVITY_CONTENT_TYPES: 'DLP' }, 'ACTIVITY_CONTENT_TYPES', /"DLP" is none of/],
    ['another version of Graph', { AUDIT_SEARCH_VERSION: 'v2.0' }, 'AUDIT_SEARCH_VERSION', /neither v1\.0 nor beta/],
    ['a runbook by its name', { DLP_RUNBOOK_ID: 'Set-DlpPolicyMode' }, 'DLP_RUNBOOK_ID', /resource id of a runbook/],
    ['a number too high', { LEASE_SECONDS: '301' }, 'LEASE_SECONDS', /from 5 to 300/],
    ['a number out of range', { DELIVERIES_IN_FLIGHT: '0' }, 'DELIVERIES_IN_FLIGHT', /from 1 to 256/],
    ['a fraction', { RETENTION_DAYS: '1.5' }, 'RETENTION_DAYS', /whole number/],
    ['a 61st second', { SWEEP_SCHEDULE: '60 * * * * *' }, 'SWEEP_SCHEDULE', /not a second/],
    ['a step of nothing', { SWEEP_SCHEDULE: '*/0 * * * * *' }, 'SWEEP_SCHEDULE', /not a second/],
    ['a short key', { ENCRYPTION_KEYS: `${key},c2hvcnQ=` }, 'ENCRYPTION_KEYS', /key 2 is not Base64 of 32 bytes/],
    ['a key with a letter of no use', { ENCRYPTION_KEYS: `!${key}` }, 'ENCRYPTION_KEYS', /key 1 is not Base64/],
    ['no encryption at all', { ENCRYPTION_KEYS: '' }, 'ENCRYPTION_KEYS', /set it, or ENCRYPTION_KEY_VAULT_KEY_ID/],
    [
      'pseudonyms without a key that stays',
      { ENCRYPTION_KEYS: '', ENCRYPTION_KEY_VAULT_KEY_ID: 'https://a.vault.azure.net/keys/b' },
      'ENCRYPTION_KEYS',
      /pseudonyms are made with its last key/,
    ],
    ['a vault without https', { ENCRYPTION_KEY_VAULT_KEY_ID: 'http://a.vault.azure.net/keys/b' }, vaultKey, /https/],
    [
      'a secret for a key',
      { ENCRYPTION_KEY_VAULT_KEY_ID: 'https://a.vault.azure.net/secrets/b' },
      vaultKey,
      /key's id/,
    ],
    ['a version that is none', { ENCRYPTION_KEY_VAULT_KEY_ID: 'https://a.test/keys/b/c' }, vaultKey, /key's id/],
    ['a key id with a query', { ENCRYPTION_KEY_VAULT_KEY_ID: 'https://a.test/keys/b?c=d' }, vaultKey, /key's id/],
    ['a key id with a fragment', { ENCRYPTION_KEY_VAULT_KEY_ID: 'https://a.test/keys/b#c' }, vaultKey, /key's id/],
    ['no key among commas', { ENCRYPTION_KEYS: ',' }, 'ENCRYPTION_KEYS', /nothing between its commas/],
    ['a suffix of everybody', { CALLBACK_HOST_SUFFIXES: '.com' }, 'CALLBACK_HOST_SUFFIXES', /not a host suffix/],
    ['a suffix within a label', { CALLBACK_HOST_SUFFIXES: 'azure.com' }, 'CALLBACK_HOST_SUFFIXES', /not a host suffix/],
    [
      'a client id that is none',
      { ALLOWED_CLIENT_IDS: `${clientId},app` },
      'ALLOWED_CLIENT_IDS',
      /"app" is not a GUID/,
    ],
    ['two Graph credentials', { GRAPH_CLIENT_SECRET: 's' }, 'GRAPH_CLIENT_SECRET', /only one of the two/],
    [
      'a foreign webhook',
      { TEAMS_WEBHOOK_URL: 'https://logic.azure.com.evil.test/?sig=x' },
      'TEAMS_WEBHOOK_URL',
      /workflow/,
    ],
    ['a webhook on this machine', { TEAMS_WEBHOOK_URL: 'https://localhost/?sig=x' }, 'TEAMS_WEBHOOK_URL', /workflow/],
    [
      'a webhook on another port',
      { TEAMS_WEBHOOK_URL: 'https://prod-00.westeurope.logic.azure.com:8443/?sig=x' },
      'TEAMS_WEBHOOK_URL',
      /port 443/,
    ],
  ];
  for (const [title, change, setting, message] of faulty) {
    it(`refuses ${title}`, () => {
      const faults = faultsOf({ ...deployed, ...change });
      assert.deepEqual(Object.keys(faults), [setting]);
      assert.match(faults[setting] ?? '', message);
    });
  }

  it('reads domains in small letters, and refuses what is none', () => {
    const read = (domains: string) => readSettings({ ...local, INTERNAL_DOMAINS: domains }).INTERNAL_DOMAINS;
    assert.deepEqual(read('Contoso.com, mail.contoso.co.uk'), ['contoso.com', 'mail.contoso.co.uk']);
    assert.deepEqual(read(''), []);
    for (const domain of ['contoso', '@contoso.com', 'https://contoso.com', '*.contoso.com']) {
      assert.deepEqual(Object.keys(faultsOf({ ...local, INTERNAL_DOMAINS: domain })), ['INTERNAL_DOMAINS'], domain);
    }
  });

  it('needs no keys of its own beside a key in a vault when nobody is to be hidden', () => {
    const ENCRYPTION_KEY_VAULT_KEY_ID = 'https://a.vault.azure.net/keys/b';
    const settings = readSettings({
      ...deployed,
      ENCRYPTION_KEYS: '',
      ENCRYPTION_KEY_VAULT_KEY_ID,
      PSEUDONYMISE_INSIDER_RISK_USERS: 'false',
    });
    assert.equal(settings.ENCRYPTION_KEY_VAULT_KEY_ID, ENCRYPTION_KEY_VAULT_KEY_ID);
    assert.equal(settings.ENCRYPTION_KEYS, undefined);
  });

  it('accepts the schedules that the host accepts', () => {
    for (const schedule of ['0 0 */6 * * *', '0 30 9-17/2 1,15 jan-MAR Mon-Fri', '5/10 * * * * 0,6']) {
      assert.equal(readSettings({ ...deployed, SWEEP_SCHEDULE: schedule }).SWEEP_SCHEDULE, schedule);
    }
  });

  it('takes empty settings for absent ones', () => {
    assert.equal(readSettings({ ...deployed, GRAPH_BASE_URL: ' ' }).GRAPH_BASE_URL, 'https://graph.microsoft.com');
  });

  it('allows addresses on this machine in the sandbox, and no other plain http', () => {
    const settings = readSettings({
      ...local,
      GRAPH_BASE_URL: 'http://[::1]:8080',
      TEAMS_WEBHOOK_URL: 'http://localhost:9/x',
    });
    assert.equal(settings.GRAPH_BASE_URL, 'http://[::1]:8080');
    assert.equal(settings.TEAMS_WEBHOOK_URL?.reveal(), 'http://localhost:9/x');
    assert.equal(settings.PUBLIC_BASE_URL, 'http://localhost:7071');
    assert.deepEqual(Object.keys(faultsOf({ ...local, GRAPH_BASE_URL: 'http://10.0.0.1' })), ['GRAPH_BASE_URL']);
    assert.deepEqual(Object.keys(faultsOf({ ...local, GRAPH_BASE_URL: 'http://localhost.evil.test' })), [
      'GRAPH_BASE_URL',
    ]);
  });

  it('shows no secret when it is printed or faulty', () => {
    const settings = readSettings(local);
    assert.equal(inspect(settings, { depth: null }).includes('the-client-secret'), false);
    assert.equal(JSON.stringify(settings).includes(key), false);
    assert.equal(settings.ENCRYPTION_KEYS?.[0]?.reveal(), key);
    for (const TEAMS_WEBHOOK_URL of ['ftp://x.test/?sig=abc', 'x.test/?sig=abc', 'https://a:abc@x.test/']) {
      const faults = faultsOf({ ...local, ENCRYPTION_KEYS: 'bad-key-text', TEAMS_WEBHOOK_URL });
      assert.deepEqual(Object.keys(faults).sort(), ['ENCRYPTION_KEYS', 'TEAMS_WEBHOOK_URL']);
      assert.doesNotMatch(Object.values(faults).join(), /bad-key-text|abc/);
    }
  });
});

describe('local.settings.sample.json', () => {
  it('holds known settings only, and lacks nothing but the ids and secrets that are one’s own', async () => {
    const sample = JSON.parse(await readFile(join(import.meta.dirname, '../local.settings.sample.json'), 'utf8'));
    const { FUNCTIONS_WORKER_RUNTIME, ...values } = sample.Values;
    assert.equal(FUNCTIONS_WORKER_RUNTIME, 'node');
    assert.deepEqual(
      Object.keys(values).filter((name) => !Object.hasOwn(settingRows, name)),
      [],
    );
    assert.deepEqual(Object.keys(faultsOf(values)).sort(), [
      'API_CLIENT_ID',
      'ENCRYPTION_KEYS',
      'ENTRA_TENANT_ID',
      'GRAPH_CLIENT_SECRET',
    ]);
  });
});
