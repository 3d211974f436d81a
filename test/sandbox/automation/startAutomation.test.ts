import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Automation, startAutomation } from '../../../sandbox/automation/startAutomation.ts';
import { connector, managedIdentity } from '../../../sandbox/contoso/applications.ts';
import { createPolicyStore } from '../../../sandbox/contoso/createPolicyStore.ts';
import { dlpPolicies } from '../../../sandbox/contoso/dlpPolicies.ts';
import { microsoftResources } from '../../../sandbox/contoso/microsoftResources.ts';
import { createSigningKeys, type SigningKeys } from '../../../sandbox/entra/signingKeys.ts';
import { serviceToken } from '../../serviceToken.ts';

const policies = createPolicyStore();
let keys: SigningKeys;
let azure: Automation;
before(async () => {
  keys = await createSigningKeys();
  azure = await startAutomation({ keySet: keys.keySet, policies });
});
after(() => azure.close());

const tokenOf = (objectId: string, audience: string = microsoftResources.azureResourceManager.identifierUri) =>
  serviceToken(keys, audience, { oid: objectId, appid: managedIdentity.clientId });

const { id: PolicyId } = dlpPolicies.financialData;
const parameters = { PolicyId, Mode: 'disable', Reason: 'A test.', RequestedBy: 'a test' };
const bodyOf = (properties: object = {}) => ({
  properties: { runbook: { name: 'Set-DlpPolicyMode' }, parameters, ...properties },
});

interface Sent {
  readonly token?: string;
  readonly body?: object;
  readonly query?: string;
  readonly under?: string;
}

const send = async (
  method: string,
  path: string,
  { token, body, query = '?api-version=2023-11-01', under }: Sent = {},
) => {
  const account = under ?? azure.runbookId.replace(/\/runbooks\/.*/, '');
  const answer = await fetch(`${azure.origin}${account}/jobs/${path}${query}`, {
    method,
    headers: { authorization: `Bearer ${token ?? (await tokenOf(managedIdentity.objectId))}` },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = answer.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {};
  return { status: answer.status, text, json, code: json.error?.code };
};

test('runs a job to its end, changes the policy, and keeps the output', async () => {
  const name = randomUUID();
  const created = await send('PUT', name, { body: bodyOf() });
  assert.deepEqual([created.status, created.json.properties.status], [201, 'New']);
  assert.notEqual(policies.find(PolicyId)?.mode, 'Disable');
  let status = 'New';
  while (status !== 'Completed') {
    await delay(20);
    ({ status } = (await send('GET', name)).json.properties);
  }
  assert.equal(policies.find(PolicyId)?.mode, 'Disable');
  assert.match((await send('GET', `${name}/output`)).text, /"previousMode":"Enable","changed":true/);
  const again = await send('PUT', name, { body: bodyOf() });
  assert.deepEqual([again.status, again.code], [409, 'Conflict']);
});

test('fails a job whose parameters the runbook does not take', async () => {
  azure.jobs.setDurationMs(0);
  for (const [wrong, exception] of [
    [{ ...parameters, Mode: 'Enforce' }, /does not belong to the set/],
    [{ ...parameters, Reason: '' }, /parameter 'Reason'/],
    [{ ...parameters, Extra: 'x' }, /matches parameter name 'Extra'/],
    [{ ...parameters, PolicyId: 'Financial data' }, /There is no DLP policy with the id Financial data/],
  ] as const) {
    const name = randomUUID();
    await send('PUT', name, { body: bodyOf({ parameters: wrong }) });
    const { properties } = (await send('GET', name)).json;
    assert.equal(properties.status, 'Failed');
    assert.match(properties.exception, exception);
  }
});

test('refuses whoever has no token for it, no role, or asks in a way that Azure does not take', async () => {
  const name = randomUUID();
  const body = bodyOf();
  const refusals: readonly [Awaited<ReturnType<typeof send>>, number, string][] = [
    [await send('PUT', name, { body, token: 'none' }), 401, 'InvalidAuthenticationToken'],
    [
      await send('PUT', name, { body, token: await tokenOf(managedIdentity.objectId, 'https://graph.microsoft.com') }),
      401,
      'InvalidAuthenticationToken',
    ],
    [await send('PUT', name, { body, token: await tokenOf(connector.objectId) }), 403, 'AuthorizationFailed'],
    [await send('PUT', name, { body, query: '' }), 400, 'MissingApiVersionParameter'],
    [await send('PUT', name, { body, query: '?api-version=2010-01-01' }), 400, 'InvalidResourceType'],
    [await send('PUT', 'a-name', { body }), 400, 'BadRequest'],
    [await send('PUT', name, { body: bodyOf({ parameters: { Mode: 1 } }) }), 400, 'BadRequest'],
    [await send('PUT', name, { body: bodyOf({ runbook: { name: 'Other' } }) }), 404, 'NotFound'],
    [await send('PUT', name, { body, under: '/subscriptions/other' }), 404, 'ResourceNotFound'],
    [await send('GET', name), 404, 'NotFound'],
    [await send('DELETE', name), 405, 'MethodNotAllowed'],
  ];
  for (const [{ status, code }, ...expected] of refusals) assert.deepEqual([status, code], expected);
});
