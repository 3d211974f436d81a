import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onDlpPolicyChange } from '../../functions/activity/onDlpPolicyChange.ts';
import { activityRecord } from '../../sandbox/activityFeed/activityStore.ts';
import { activityScenarios } from '../../sandbox/graph/activityScenarios.ts';
import { startTrigger } from './triggerFixture.ts';

const [scenario] = activityScenarios['policy-change']?.({}, new Date()).records ?? [];
const disabled = { ...(scenario?.record ?? assert.fail()), Id: 'disabled' };
const command = (id: string, operation: string, properties: object) => ({
  source: 'generalActivity' as const,
  record: activityRecord(operation, new Date(), {
    Id: id,
    RecordType: 18,
    Workload: 'SecurityComplianceCenter',
    UserId: 'joni@contoso.com',
    ...properties,
  }),
});
const records = [
  { source: 'generalActivity' as const, record: disabled },
  command('made', 'New-DlpCompliancePolicy', {
    Parameters: [
      { Name: 'Name', Value: 'Passports' },
      { Name: 'Mode', Value: 'TestWithNotifications' },
    ],
  }),
  command('removed', 'Remove-DlpCompliancePolicy', { ObjectId: 'Passports' }),
  command('rule', 'Set-DlpComplianceRule', {
    ObjectId: 'Any passport',
    Parameters: '-Identity "Any passport" -Policy Passports -Disabled "True"',
  }),
  command('switched', 'Set-DlpCompliancePolicy', {
    Parameters:
      '-Identity "Health data" -Force -Mode Disable -Priority -1 -Comment "-Mode Enable" -Confirm:$false -WhatIf',
    NonPIIParameters: '-Identity "<SNIP-PII>" -Force -Mode "Disable" -Comment "<SNIP-PII>" -RetryDistribution',
  }),
  command('other', 'Set-RetentionCompliancePolicy', { ObjectId: 'Mail' }),
  command('read', 'Get-DlpCompliancePolicy', {}),
];

describe('OnDlpPolicyChange', () => {
  let flows: Awaited<ReturnType<typeof startTrigger>>;
  before(async () => {
    flows = await startTrigger(onDlpPolicyChange);
  });
  after(() => flows.close());

  test('starts a flow for the changes that it asks for, with before and after where they are known', async () => {
    const rows: readonly (readonly [object, readonly string[]])[] = [
      [{}, ['disabled', 'made', 'removed', 'rule', 'switched']],
      [{ changes: ['policyRemoved', 'policyCreated'] }, ['made', 'removed']],
      [{ modes: ['Disable'] }, ['disabled', 'switched']],
      [{ policies: ['Passports'] }, ['made', 'removed', 'rule']],
      [{ rules: ['any passport'] }, ['rule']],
      [{ policies: ['Financial data'], changes: ['ruleChanged'] }, []],
    ];
    const received = await flows.deliver(
      rows.map(([input]) => input),
      records,
    );
    rows.forEach(([input, expected], row) => {
      const ids = (received[row] ?? []).map(({ policyChange }) => Object(policyChange).recordId);
      assert.deepEqual([input, ...ids.sort()], [input, ...expected]);
    });
    const changes = Object.fromEntries(
      (received[0] ?? []).map(({ policyChange }) => [Object(policyChange).recordId, Object(policyChange)]),
    );
    assert.partialDeepStrictEqual(changes.disabled, {
      change: 'policyChanged',
      policyName: 'Financial data',
      mode: 'Disable',
      userPrincipalName: 'joni@contoso.com',
      changes: [{ property: 'Mode', before: 'Enable', after: 'Disable' }],
    });
    assert.partialDeepStrictEqual(changes.rule, {
      change: 'ruleChanged',
      policyName: 'Passports',
      ruleName: 'Any passport',
      changes: [
        { property: 'Policy', after: 'Passports' },
        { property: 'Disabled', after: 'True' },
      ],
    });
    assert.equal(changes.made.policyName, 'Passports');
    assert.equal(changes.switched.policyName, 'Health data');
    assert.deepEqual(changes.switched.changes, [
      { property: 'Force' },
      { property: 'Mode', after: 'Disable' },
      { property: 'Priority', after: '-1' },
      { property: 'Comment', after: '-Mode Enable' },
      { property: 'Confirm', after: '$false' },
      { property: 'WhatIf' },
      { property: 'RetryDistribution' },
    ]);
  });

  test('refuses a faulty input by its name', async () => {
    const { status, text } = await flows.subscribe({ modes: ['Off'] });
    assert.equal(status, 400, text);
    assert.ok(text.includes('modes[0]'), text);
  });
});
