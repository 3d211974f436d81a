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
