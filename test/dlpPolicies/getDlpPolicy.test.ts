import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getDlpPolicy } from '../../functions/dlpPolicies/getDlpPolicy.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { sensitiveInformationTypes } from '../../sandbox/contoso/sensitiveInformationTypes.ts';
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
const get = async (policyId: string, { dependencies } = tenant) =>
  (await callHandler(getDlpPolicy, dependencies, { caller, parameters: { policyId } })).body as Record<string, unknown>;

test('gets a policy with its rules', async () => {
  const { id } = dlpPolicies.teamsChats;
  const { mode, workloads, rules } = await get(id.toUpperCase());
  assert.deepEqual([mode, workloads], ['testWithNotifications', ['MicrosoftTeams']]);
  const [{ id: ruleId, name }] = dlpPolicies.teamsChats.rules;
  assert.deepEqual(rules, [
    {
      ruleId,
      name,
      enabled: true,
      severity: 'Medium',
      workloads: ['MicrosoftTeams'],
      actions: ['NotifyUser', 'GenerateAlert'],
      sensitiveInformationTypes: [
        { typeId: sensitiveInformationTypes.creditCardNumber.id, minimumCount: 1, minimumConfidence: 85 },
      ],
    },
  ]);
});

test('keeps to itself what conditions look for in words, and whom the policy tells', async () => {
  const text = JSON.stringify(await get(dlpPolicies.financialData.id));
  assert.doesNotMatch(text, /compliance-team@contoso\.com|a text of a condition/);
});

test('says when there is no such policy', async () => {
  await assert.rejects(get('00000000-0000-4000-8000-000000000000'), { code: 'NotFound', message: /List DLP policies/ });
});

test('hands on what Graph refuses, and calls a missing interface by its name', () =>
  assertPolicyFileFaults(tenant, (other) => get(dlpPolicies.financialData.id, other)));
