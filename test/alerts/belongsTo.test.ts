import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../../functions/alerts/alert.ts';
import { belongsTo, traitsOfAlert, traitsOfMatch } from '../../functions/alerts/belongsTo.ts';
import type { RuleMatch } from '../../functions/events/ruleMatch.ts';

const address = 'https://contoso.sharepoint.com/sites/finance/Shared%20Documents/cards.xlsx';
const alert: Alert = {
  alertId: 'a1',
  severity: 'high',
  status: 'new',
  product: 'dlp',
  createdAt: '2026-11-26T09:00:00.000Z',
  updatedAt: '2026-11-26T09:00:00.000Z',
  firstActivityAt: '2026-11-26T08:00:00.000Z',
  lastActivityAt: '2026-11-26T08:30:00.000Z',
  policyId: 'p1',
  policyName: 'Financial data',
  userPrincipalName: 'adele@contoso.com',
  files: [{ name: 'cards.xlsx', url: address }],
};
const match: RuleMatch = {
  recordId: 'r1',
  outcome: 'matched',
  occurredAt: '2026-11-26T08:10:00.000Z',
  severity: 'high',
  userPrincipalName: 'adele@contoso.com',
  item: { kind: 'file', name: 'cards.xlsx', url: address },
  rules: [{ policyId: 'p1', policyName: 'Financial data' }],
};
const { userPrincipalName: _noUser, ...ofNobody } = match;
const { item: _noItem, ...ofNothing } = match;
const { userPrincipalName: _neither, ...ofNothingAndNobody } = ofNothing;
const named = (name: string) => ({ kind: 'file' as const, name });

const ofOther = { userPrincipalName: 'megan@contoso.com' };
const elsewhere = { kind: 'file' as const, name: 'cards.xlsx', url: `${address}/other` };
const otherPolicy = { rules: [{ policyId: 'p2', policyName: 'Financial data' }] };
const incident = { detectorId: 'i1' };
const rows: readonly (readonly [why: string, alert: Partial<Alert>, match: RuleMatch, expected: boolean])[] = [
  ['all agree', {}, match, true],
  ['letter case differs', { policyId: 'P1', userPrincipalName: 'Adele@Contoso.com' }, match, true],
  ['one service escapes the address', {}, { ...match, item: { kind: 'file', url: decodeURIComponent(address) } }, true],
  ['the user differs', {}, { ...match, ...ofOther }, false],
  ['the file differs', {}, { ...match, item: elsewhere }, false],
  ['the file has another name, and no address', {}, { ...match, item: named('other.xlsx') }, false],
  ['the file has the same name, and no address', {}, { ...ofNobody, item: named('Cards.xlsx') }, true],
  ['only the file is named', {}, ofNobody, true],
  ['only the user is named', {}, ofNothing, true],
  ['neither is named', {}, ofNothingAndNobody, false],
  ['the policy is another of the same name', {}, { ...match, ...otherPolicy }, false],
  ['the policy has the name alone', {}, { ...match, rules: [{ policyName: 'financial data' }] }, true],
  ['no policy is named', {}, { ...match, rules: [] }, false],
  ['it happened an hour before', {}, { ...match, occurredAt: '2026-11-26T07:00:00.000Z' }, true],
  ['it happened earlier', {}, { ...match, occurredAt: '2026-11-26T06:59:59.999Z' }, false],
  ['it happened an hour after', {}, { ...match, occurredAt: '2026-11-26T09:30:00.000Z' }, true],
  ['it happened later', {}, { ...match, occurredAt: '2026-11-26T09:30:00.001Z' }, false],
  ['the incident is the same', incident, { ...match, ...ofOther, ...otherPolicy, incidentId: 'I1' }, true],
  ['the incident is another, and all else agrees', incident, { ...match, incidentId: 'i2' }, true],
];
for (const [why, changes, told, expected] of rows)
  test(`a match ${expected ? 'belongs' : 'does not belong'} to an alert where ${why}`, () =>
    assert.equal(belongsTo(traitsOfAlert({ ...alert, ...changes }), traitsOfMatch(told)), expected));
