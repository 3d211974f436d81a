import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { dlpPoliciesOff } from '../../functions/dlpPolicies/dlpPoliciesOfGraph.ts';
import { listDlpPolicies } from '../../functions/dlpPolicies/listDlpPolicies.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
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

test('lists none in a tenant that has none', async () => {
  const bare = await startPolicies();
  try {
    for (const { id } of Object.values(dlpPolicies)) bare.graph.policies.remove(id);
    assert.deepEqual(await list(bare), { value: [] });
  } finally {
    await bare.close();
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
