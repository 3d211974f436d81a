import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dlpPoliciesOff, dlpPoliciesOfGraph } from '../../functions/dlpPolicies/dlpPoliciesOfGraph.ts';
import { listDlpPolicies } from '../../functions/dlpPolicies/listDlpPolicies.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { inTurn, sendJson, startService } from '../integrations/graph/answering.ts';
import { assertPolicyFileFaults } from './assertPolicyFileFaults.ts';
import { type Policies, startPolicies } from './startPolicies.ts';

let tenant: Policies;
before(async () => {
  tenant = await startPolicies();
});
after(() => tenant.close());

const caller = person(users.megan);
const list = async ({ dependencies } = tenant) =>
  (await callHandler(listDlpPolicies, dependencies, { caller })).body as { value: Record<string, unknown>[] };

test('lists the policies by name, each with its mode in our words and in the service’s', async () => {
  const { value } = await list();
  assert.deepEqual(
    value.map(({ name, mode, reportedMode, ruleCount }) => [name, mode, reportedMode, ruleCount]),
    [
      ['Card numbers in Teams chats', 'testWithNotifications', 'AuditAndNotify', 1],
      ['Employee records', 'enable', 'Enforce', 1],
      ['Financial data', 'enable', 'Enforce', 2],
      ['Highly confidential files on devices', 'enable', 'Enforce', 1],
    ],
  );
});

test('lists none in a tenant that has none, whichever way its file says so', async () => {
  const without = [null, ''].map((content) => ({ value: [{ id: 'DlpPolicy', content }] }));
  const answers = [...without, { value: [] }, { value: [{ fileType: 'dlpPolicy', content: 7 }] }];
  const service = await startService(inTurn(answers));
  const policies = dlpPoliciesOfGraph(service.graph());
  try {
    for (const _answer of answers.slice(0, 3)) assert.deepEqual(await policies.all(), []);
    await assert.rejects(policies.all(), { name: 'UpstreamError', message: /not a text/ });
  } finally {
    await service.close();
  }
});

test('takes it for a change of the interface when Graph does not understand the request', async () => {
  const service = await startService((response) => sendJson(response, 400, { error: { message: 'No such segment.' } }));
  try {
    await assert.rejects(dlpPoliciesOfGraph(service.graph()).all(), {
      code: 'NotConfigured',
      message: /beta interface.*No such segment/,
    });
  } finally {
    await service.close();
  }
});

test('says which setting allows it where it is off', async () => {
  await assert.rejects(callHandler(listDlpPolicies, { dlpPolicies: dlpPoliciesOff }, { caller }), {
    code: 'NotConfigured',
    message: /DLP_POLICY_FILES/,
  });
});

test('hands on what Graph refuses, and calls a missing interface by its name', () =>
  assertPolicyFileFaults(tenant, (other) => list(other)));
