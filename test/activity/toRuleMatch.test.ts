import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRuleMatch } from '../../functions/activity/toRuleMatch.ts';

const audit = { recordId: 'r1', operation: 'DlpRuleMatch', recordType: '13', occurredAt: '2026-11-20T08:00:00.000Z' };
const overrideOf = (ExceptionInfo: unknown) => toRuleMatch({ ExceptionInfo }, audit).override;

for (const { of, info, says } of [
  {
    of: 'an object',
    info: { Reason: 'Override', FalsePositive: true },
    says: { reason: 'Override', falsePositive: true },
  },
  {
    of: 'a text that holds an object',
    info: '{"Justification":"For the bank."}',
    says: { justification: 'For the bank.' },
  },
  { of: 'a text', info: 'The customer asked.', says: { reason: 'The customer asked.' } },
  { of: 'a text that is a number', info: '12345', says: { reason: '12345' } },
  { of: 'a text in quotation marks', info: '"approved"', says: { reason: '"approved"' } },
  { of: 'a text that says null', info: 'null', says: undefined },
  { of: 'an empty text', info: '', says: undefined },
  { of: 'nothing', info: null, says: undefined },
])
  test(`reads what a person said against a match from ${of}`, () => assert.deepEqual(overrideOf(info), says));

test('names all recipients of a mail, those of copies included', () => {
  const ExchangeMetaData = {
    Subject: 'Salaries',
    To: ['a@contoso.com'],
    CC: ['b@contoso.com'],
    BCC: ['c@contoso.com'],
  };
  const { item } = toRuleMatch({ ExchangeMetaData }, audit);
  assert.deepEqual(item, {
    kind: 'mail',
    name: 'Salaries',
    recipients: ['a@contoso.com', 'b@contoso.com', 'c@contoso.com'],
  });
});

test('names a policy also where the record names none of its rules', () => {
  const { policyName, rules } = toRuleMatch({ PolicyDetails: [{ PolicyName: 'PII' }] }, audit);
  assert.equal(policyName, 'PII');
  assert.deepEqual(rules, [{ policyName: 'PII' }]);
});

test('speaks of the gravest rule, and keeps all of them in the order of the record', () => {
  const Rules = ['Low', 'High', 'Medium', 'strange'].map((Severity) => ({ RuleName: Severity, Severity }));
  const { ruleName, severity, rules } = toRuleMatch({ PolicyDetails: [{ PolicyName: 'PII', Rules }] }, audit);
  assert.deepEqual([ruleName, severity], ['High', 'high']);
  assert.deepEqual(
    rules?.map((rule) => rule.ruleName),
    ['Low', 'High', 'Medium', 'strange'],
  );
});

test('tells of each sensitive type once, with what was found most of it', () => {
  const found = (SensitiveType: string, Count: number) => ({ SensitiveType, Count });
  const rule = (...SensitiveInformation: object[]) => ({ ConditionsMatched: { SensitiveInformation } });
  const Rules = [rule(found('card', 2), found('iban', 1)), rule(found('card', 5))];
  const { sensitiveInformation } = toRuleMatch({ PolicyDetails: [{ Rules }] }, audit);
  assert.deepEqual(sensitiveInformation, [
    { typeId: 'card', count: 5 },
    { typeId: 'iban', count: 1 },
  ]);
});
