import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DlpPolicy, DlpRule } from '../../functions/dlpPolicies/dlpPolicy.ts';
import { policyFindings } from '../../functions/dlpPolicies/policyDifferences.ts';

const savedAt = '2026-09-01T00:00:00.000Z';
const now = new Date('2026-11-26T00:00:00Z');
const rule: DlpRule = {
  ruleId: 'r1',
  name: 'Many card numbers',
  enabled: true,
  severity: 'High',
  workloads: ['Exchange', 'SharePoint'],
  actions: ['BlockAccess'],
  sensitiveInformationTypes: [{ typeId: 'card', minimumCount: 10, minimumConfidence: 85 }],
};
const policy: DlpPolicy = {
  policyId: 'p1',
  name: 'Financial data',
  mode: 'enable',
  changedAt: '2026-08-01T00:00:00.000Z',
  workloads: ['Exchange'],
  rules: [rule],
};

const findingsOf = (before: readonly DlpPolicy[], after: readonly DlpPolicy[], days = 30) =>
  policyFindings(after, { savedAt, policies: before }, { days, now });
const changesOf = (changes: Partial<DlpPolicy>, from = policy) => findingsOf([from], [{ ...from, ...changes }]);

for (const [what, change] of [
  ['its name', { name: 'Card numbers' }],
  ['that it is off', { enabled: false }],
  ['a mode of its own', { mode: 'testWithNotifications' }],
  ['its severity', { severity: 'Low' }],
  ['its workloads', { workloads: ['Exchange'] }],
  ['what it does', { actions: ['NotifyUser'] }],
  [
    'what it looks for',
    { sensitiveInformationTypes: [{ typeId: 'passport', minimumCount: 10, minimumConfidence: 85 }] },
  ],
  ['how many it takes', { sensitiveInformationTypes: [{ typeId: 'card', minimumCount: 1, minimumConfidence: 85 }] }],
  ['how sure it must be', { sensitiveInformationTypes: [{ typeId: 'card', minimumCount: 10, minimumConfidence: 65 }] }],
] as const satisfies readonly (readonly [string, Partial<DlpRule>])[])
  test(`tells when a rule differs in ${what}`, () => {
    const [finding, ...others] = changesOf({ rules: [{ ...rule, ...change }] });
    assert.deepEqual([finding?.kind, finding?.ruleId, others], ['ruleChanged', 'r1', []]);
    assert.notEqual(finding?.before, finding?.after);
  });

test('tells which rules came and went, and of which policy', () => {
  const findings = changesOf({ name: 'Renamed', rules: [{ ...rule, ruleId: 'r2', name: 'Few' }] });
  assert.deepEqual(
    findings.map(({ kind, policyName, ruleId, ruleName }) => [kind, policyName, ruleId, ruleName]),
    [
      ['policyRenamed', 'Renamed', undefined, undefined],
      ['ruleAdded', 'Renamed', 'r2', 'Few'],
      ['ruleRemoved', 'Renamed', 'r1', 'Many card numbers'],
    ],
  );
  assert.equal(findings[2]?.summary, 'The rule "Many card numbers" of the policy "Renamed" is gone.');
});

test('tells of a mode that it does not know in the words of the service', () => {
  const simulated: DlpPolicy = { ...policy, mode: 'unknown', reportedMode: 'Simulate' };
  assert.partialDeepStrictEqual(changesOf({ reportedMode: 'Observe' }, simulated), [
    { kind: 'modeChanged', before: 'Simulate', after: 'Observe' },
  ]);
});

test('names a policy as left in a test mode from the very day on, whatever the order of its times', () => {
  const inTest: DlpPolicy = { ...policy, mode: 'testWithoutNotifications' };
  const daysSince = (changedAt: string | undefined, limit: number, before: readonly DlpPolicy[] = []) => {
    const { changedAt: _changedAt, ...timeless } = inTest;
    const found = findingsOf(before, [{ ...timeless, ...(changedAt !== undefined && { changedAt }) }], limit);
    return found.find(({ kind }) => kind === 'leftInTestMode')?.days;
  };
  assert.equal(daysSince('2026-11-16T00:00:00.000Z', 10), 10);
  assert.equal(daysSince('2026-11-16T00:00:00.000Z', 11), undefined);
  // In the same mode before the baseline; in another one then, it counts from its last change.
  assert.equal(daysSince('2026-11-16T00:00:00.000Z', 10, [inTest]), 117);
  assert.equal(daysSince('2026-11-16T00:00:00.000Z', 10, [policy]), 10);
  assert.equal(daysSince(undefined, 0), undefined);
});
