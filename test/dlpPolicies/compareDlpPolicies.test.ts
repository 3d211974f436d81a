import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { compareDlpPolicies } from '../../functions/dlpPolicies/compareDlpPolicies.ts';
import type { PolicyFinding } from '../../functions/dlpPolicies/policyDifferences.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { assertPolicyFileFaults } from './assertPolicyFileFaults.ts';
import { type Policies, startPolicies } from './startPolicies.ts';

interface Comparison {
  readonly hasDifferences: boolean;
  readonly differenceCount: number;
  readonly leftInTestModeCount: number;
  readonly policyCount: number;
  readonly baselineSavedAt?: string;
  readonly saved: boolean;
  readonly findings: readonly PolicyFinding[];
}

let tenant: Policies;
beforeEach(async () => {
  tenant = await startPolicies();
});
afterEach(() => tenant.close());

const caller = person(users.megan);
const dayMs = 24 * 60 * 60_000;
const { financialData, employeeRecords, teamsChats } = dlpPolicies;

const compare = async (
  body: object = {},
  { dependencies }: { readonly dependencies: Parameters<typeof compareDlpPolicies.handler>[0] } = tenant,
): Promise<Comparison> =>
  (await callHandler(compareDlpPolicies, dependencies, { caller, body: { ...body } })).body as Comparison;
const kindsOf = ({ findings }: Comparison) => findings.map(({ kind, policyName }) => [kind, policyName]);

test('saves a baseline when there is none, and finds no differences from it', async () => {
  const first = await compare();
  assert.deepEqual([first.saved, first.hasDifferences, first.policyCount], [true, false, 4]);
  assert.equal(first.baselineSavedAt, undefined);
  const second = await compare();
  assert.deepEqual([second.saved, second.hasDifferences], [false, false]);
  assert.equal(typeof second.baselineSavedAt, 'string');
});

test('lists what changed: modes, names, workloads, rules, policies that are new or gone', async () => {
  await compare();
  const { policies } = tenant.graph;
  policies.setMode(financialData.id, 'TestWithoutNotifications');
  const records = policies.find(employeeRecords.id);
  assert.ok(records);
  const [rule] = records.rules;
  assert.ok(rule);
  policies.put({
    ...records,
    name: 'Staff records',
    workloads: ['Exchange'],
    rules: [
      { ...rule, severity: 'High' },
      { ...rule, id: 'another-rule', name: 'Another' },
    ],
  });
  policies.remove(teamsChats.id);
  policies.put({ ...records, id: 'a-new-policy', name: 'Zebra', rules: [] });

  const comparison = await compare();
  assert.equal(comparison.hasDifferences, true);
  assert.deepEqual(kindsOf(comparison), [
    ['modeChanged', 'Financial data'],
    ['policyRenamed', 'Staff records'],
    ['workloadsChanged', 'Staff records'],
    ['ruleChanged', 'Staff records'],
    ['ruleAdded', 'Staff records'],
    ['policyAdded', 'Zebra'],
    ['policyRemoved', 'Card numbers in Teams chats'],
  ]);
  const [mode, , , changed] = comparison.findings;
  assert.deepEqual([mode?.before, mode?.after], ['enable', 'testWithoutNotifications']);
  assert.match(changed?.before ?? '', /severity: Medium/);
  assert.match(changed?.after ?? '', /severity: High/);
});

test('does not take another order for a change', async () => {
  await compare();
  const policy = tenant.graph.policies.find(financialData.id);
  assert.ok(policy);
  tenant.graph.policies.put({
    ...policy,
    workloads: [...policy.workloads].reverse(),
    rules: policy.rules.toReversed().map((rule) => ({
      ...rule,
      actions: rule.actions.toReversed(),
      sensitiveInformation: rule.sensitiveInformation.toReversed(),
    })),
  });
  assert.equal((await compare()).differenceCount, 0);
});

test('keeps baselines apart by name, whatever the spelling, and replaces one when told to', async () => {
  await compare({ baseline: 'Audit 2026 / Q4' });
  tenant.graph.policies.setMode(financialData.id, 'TestWithNotifications');
  assert.equal((await compare({ baseline: 'another', save: 'never' })).baselineSavedAt, undefined);
  assert.equal((await compare({ baseline: 'another', save: 'never' })).hasDifferences, false);
  const again = await compare({ baseline: 'AUDIT 2026 / q4', save: 'always' });
  assert.deepEqual([again.hasDifferences, again.saved], [true, true]);
  const { baselineSavedAt, hasDifferences } = await compare({ baseline: ' audit 2026 / q4 ' });
  assert.deepEqual([typeof baselineSavedAt, hasDifferences], ['string', false]);
});

test('names the policies that were left in a test mode, for the days that are sure', async () => {
  const left = async (testModeDays: number) =>
    (await compare({ testModeDays })).findings
      .filter(({ kind }) => kind === 'leftInTestMode')
      .map(({ policyId, days }) => [policyId, days]);
  assert.deepEqual(await left(30), [[teamsChats.id, 47]]);
  assert.deepEqual(await left(48), []);
  // Saved again since, in the same mode: the time before the baseline counts.
  tenant.graph.policies.setMode(teamsChats.id, 'TestWithNotifications');
  tenant.setNow(new Date(Date.now() + 2 * dayMs));
  assert.deepEqual(await left(30), [[teamsChats.id, 49]]);
  tenant.graph.policies.setMode(teamsChats.id, 'TestWithoutNotifications');
  assert.deepEqual(await left(30), []);
  tenant.graph.policies.setMode(teamsChats.id, 'Enable');
  assert.deepEqual(await left(0), []);
});

test('lists no more than can be read, counts the rest, and cuts what is too long', async () => {
  const policy = { mode: 'enable' as const, workloads: [], rules: [] };
  const long = { ...policy, policyId: 'long', name: 'n'.repeat(30_000) };
  const many = Array.from({ length: 1_000 }, (_, at) => ({ ...policy, policyId: `p${at}`, name: `${at}` }));
  const read = async () => ({ savedAt: '2026-09-01T00:00:00.000Z', policies: [long] });
  const { differenceCount, findings } = await compare(
    { save: 'never' },
    {
      dependencies: {
        dlpPolicies: { all: async () => [{ ...long, name: 'm'.repeat(30_000) }, ...many] },
        policyBaselines: { read, save: () => assert.fail() },
        now: () => new Date(),
      },
    },
  );
  assert.deepEqual([differenceCount, findings.length], [1_001, 1_000]);
  assert.ok(Buffer.byteLength(findings[0]?.summary ?? '') <= 32 * 1024);
});

test('saves nothing, and hands on the fault, when the policies cannot be read', async () => {
  await assertPolicyFileFaults(tenant, (other) => compare({ save: 'always' }, other));
  assert.equal((await compare({ save: 'never' })).baselineSavedAt, undefined);
});
