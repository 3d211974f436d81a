import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elementsAt, readPolicyXml } from '../../functions/dlpPolicies/policyXml.ts';
import { toDlpPolicy } from '../../functions/dlpPolicies/toDlpPolicy.ts';

const encoded = (xml: string): string => Buffer.from(xml, 'utf16le').toString('base64');
const policiesIn = async (xml: string) => {
  const content = await readPolicyXml(encoded(`<Content><policies>${xml}</policies></Content>`));
  return elementsAt(content, 'policies', 'policy').map(toDlpPolicy);
};

test('reads characters of every kind, as they stand and as references', async () => {
  const [policy] = await policiesIn(
    '<policy id="1" name="R&amp;D &quot;Köln&quot; &#128512;&#x20AC;" mode="Enforce" />',
  );
  assert.equal(policy?.name, 'R&D "Köln" 😀€');
});

test('reads a document that begins with a byte order mark', async () => {
  const content = await readPolicyXml(
    encoded('\ufeff<?xml version="1.0"?><Content><policies><policy id="1" /></policies></Content>'),
  );
  assert.deepEqual(
    elementsAt(content, 'policies', 'policy')
      .map(toDlpPolicy)
      .map((policy) => policy?.policyId),
    ['1'],
  );
});

test('tells each time, workload and word of a policy and of its rule once, under its own name', async () => {
  const [policy] = await policiesIn(
    `<policy id="1" whenChangedUtc="2026-07-14 21:53:27Z" whenRulesChangedUtc="2026-08-01 00:00:00Z" mode="Audit">
      <bindings><binding workload="Exchange" /><binding workload="Exchange" /></bindings>
      <rules><rule id="r" workload="Exchange, SharePoint,">
        <version><action name="NotifyUser" /><action name="NotifyUser" /></version>
      </rule></rules>
    </policy>`,
  );
  assert.deepEqual(policy, {
    policyId: '1',
    name: '1',
    mode: 'testWithoutNotifications',
    reportedMode: 'Audit',
    changedAt: '2026-07-14T21:53:27.000Z',
    rulesChangedAt: '2026-08-01T00:00:00.000Z',
    workloads: ['Exchange'],
    rules: [
      {
        ruleId: 'r',
        enabled: true,
        workloads: ['Exchange', 'SharePoint'],
        actions: ['NotifyUser'],
        sensitiveInformationTypes: [],
      },
    ],
  });
});

test('finds sensitive information types however deep a condition is nested', async () => {
  const types = ['a', 'b'].map((id) => `<keyValues><keyValue key="id" value="${id}" /></keyValues>`);
  const nested = `<and><or><containsDataClassification>${types[0]}</containsDataClassification><not><containsDataClassification>${types[1]}</containsDataClassification></not></or></and>`;
  const [policy] = await policiesIn(
    `<policy id="1"><rules><rule id="r"><version><condition>${nested}</condition></version></rule></rules></policy>`,
  );
  assert.deepEqual(policy?.rules[0]?.sensitiveInformationTypes, [{ typeId: 'a' }, { typeId: 'b' }]);
});

test('takes a rule with a mode of its own, one that is off, and words that it does not know', async () => {
  const [policy] = await policiesIn(
    '<policy id="1" mode="Simulate"><rules><rule id="r" managementRuleId="m" mode="AuditAndNotify" enabled="False" /></rules></policy>',
  );
  assert.deepEqual([policy?.mode, policy?.reportedMode], ['unknown', 'Simulate']);
  const [{ ruleId, mode, enabled } = {}] = policy?.rules ?? [];
  assert.deepEqual([ruleId, mode, enabled], ['m', 'testWithNotifications', false]);
});

test('cuts texts that are too long, leaves out times that are none, and policies without an id', async () => {
  const [policy, ...none] = await policiesIn(
    `<policy id="1" name="${'x'.repeat(5_000_000 / 2)}" whenChangedUtc="yesterday" whenRulesChangedUtc="0001-01-01 00:00:00Z" /><policy name="of no id" /><policy id="no address" />`,
  );
  assert.match(policy?.name ?? '', /… \[cut\]$/);
  assert.deepEqual([policy?.changedAt, policy?.rulesChangedAt, none], [undefined, undefined, [undefined, undefined]]);
});

test('takes nothing for a document that is none, that brings entities of its own, or that is too large', async () => {
  const bombs = [
    'not XML',
    '<Content><policies></Content>',
    '<!DOCTYPE Content [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><Content name="&b;" />',
    '<Content __proto__="1" />',
    `<Content>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</Content>`,
  ];
  for (const xml of bombs) {
    await assert.rejects(readPolicyXml(encoded(xml)), { name: 'UpstreamError', kind: 'fault' }, xml.slice(0, 40));
  }
  const large = encoded(`<Content>${' '.repeat(4 * 1024 * 1024)}</Content>`);
  await assert.rejects(readPolicyXml(large), { name: 'UpstreamError', message: /larger than 8 MB/ });
});
