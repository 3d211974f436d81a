import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getAuditSearchResults } from '../../functions/audit/getAuditSearchResults.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { auditRecordOf } from '../../sandbox/graph/auditRecordOf.ts';
import { finishedSearchId } from '../../sandbox/graph/auditStore.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, parametersOf, startPurview } from '../startPurview.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

interface Results {
  readonly value: Record<string, unknown>[];
  readonly isLimitExceeded: boolean;
  readonly unreadable: number;
  readonly nextLink?: string;
}
const results = async (parameters: Record<string, unknown> = {}): Promise<Results> =>
  (
    await callHandler(getAuditSearchResults, purview, {
      caller: person(users.grady),
      parameters: { searchId: finishedSearchId, top: 100, ...parameters },
    })
  ).body as Results;
const { pradeep } = users;

test('puts the crossed users right, finds the address in the data, and tells the kind as it stands', async () => {
  const { value, isLimitExceeded, unreadable } = await results();
  assert.deepEqual([value.length, isLimitExceeded, unreadable], [2, false, 0]);
  const [first] = value;
  assert.partialDeepStrictEqual(first, {
    recordType: 'ComplianceDLPSharePoint',
    operation: 'DlpRuleMatch',
    user: pradeep.userPrincipalName,
    clientIp: '203.0.113.24',
    userType: 'Regular',
  });
  assert.match(String(first?.userKey), /^i:0h\.f\|membership/);
});

test('gives what a rule was about, and none of the values that it matched', async () => {
  const text = JSON.stringify(await results());
  assert.match(text, /Financial data.*High count/);
  assert.doesNotMatch(text, /4111|5500|3400|DetectedValues|@odata|null/);
});

test('takes matched values out of texts and odd places too', async () => {
  const details = {
    Data: JSON.stringify({ SensitiveInfo: [{ DetectedValues: [{ Value: '4111 1111 1111 1111' }] }] }),
    Nested: [{ detectedvalues: ['4111 1111 1111 1111'], ContextualData: '4111', Kept: 'yes' }],
  };
  const at = new Date(purview.now().getTime() - 5 * 24 * 3_600_000);
  const happening = { user: pradeep, at, recordType: 'ComplianceDLPSharePoint', operation: 'DlpRuleMatch' };
  purview.graph.audit.records.push(auditRecordOf({ ...happening, service: 'SharePoint', objectId: 'odd', details }));
  const { value } = await results();
  const odd = value.find(({ objectId }) => objectId === 'odd');
  assert.deepEqual(Object(odd?.details).Nested, [{ Kept: 'yes' }]);
  assert.doesNotMatch(JSON.stringify(odd), /4111/);
});

test('gives every record once over all pages, and says when some are missing', async () => {
  const at = new Date(purview.now().getTime() - 6 * 24 * 3_600_000);
  const happening = { user: pradeep, at, recordType: 'ComplianceDLPSharePoint', operation: 'DlpRuleMatch' };
  for (let number = 0; number < 320; number += 1)
    purview.graph.audit.records.push(auditRecordOf({ ...happening, service: 'SharePoint', objectId: `${number}` }));
  purview.graph.audit.recordLimit = 310;
  const pages = [await results()];
  while (pages.at(-1)?.nextLink) pages.push(await results(parametersOf(pages.at(-1)?.nextLink)));
  const ids = pages.flatMap(({ value }) => value.map(({ recordId }) => recordId));
  assert.deepEqual([ids.length, new Set(ids).size], [310, 310]);
  assert.ok(pages.every(({ value, isLimitExceeded }) => value.length <= 100 && isLimitExceeded));
  purview.graph.audit.recordLimit = 1_000_000;
});

test('leaves out what is no record, and says how many', async () => {
  const at = new Date(purview.now().getTime() - 2 * 24 * 3_600_000);
  const happening = { user: pradeep, at, recordType: 'ComplianceDLPSharePoint', operation: 'DlpRuleMatch' };
  const broken = auditRecordOf({ ...happening, service: 'SharePoint', objectId: 'broken' });
  Object.assign(broken, { id: 5, auditData: 'none' });
  purview.graph.audit.records.unshift(broken);
  assert.equal((await results()).unreadable, 1);
  purview.graph.audit.records.shift();
});

test('asks for patience while it runs, and for a new search when it failed', async () => {
  const search = purview.graph.audit.get(finishedSearchId);
  assert.ok(search);
  const { startedAt } = search;
  Object.assign(search, { startedAt: purview.now() });
  await assert.rejects(results(), { code: 'Conflict', message: /notStarted.*until it has ended/ });
  Object.assign(search, { startedAt, end: 'failed' });
  await assert.rejects(results(), { code: 'Conflict', message: /failed.*Start a new one/ });
  Object.assign(search, { end: undefined });
});

test('says that there is no such search, and hands on faults', async () => {
  await assert.rejects(results({ searchId: 'nothing' }), { code: 'NotFound' });
  await purview.assertHandsOnFaults(results);
});
