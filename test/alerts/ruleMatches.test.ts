import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '../../functions/alerts/alert.ts';
import { toAlertDraft } from '../../functions/alerts/alertDraft.ts';
import type { OtherMatches } from '../../functions/alerts/askOthers.ts';
import { createRuleMatches } from '../../functions/alerts/ruleMatches.ts';
import { type LogEntry, toEntry } from '../../functions/events/logEntry.ts';
import { createLogPage } from '../../functions/events/logPage.ts';
import type { RuleMatch } from '../../functions/events/ruleMatch.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { entryAt } from '../events/entryAt.ts';
import { logOf } from '../events/logOf.ts';

const policy = { policyId: '7f5b3f0c-0b0e-4a53-9c1b-0a7f9f4f3c55', policyName: 'Financial data' };
const happenedAt = '2026-11-26T08:00:00.000Z';
const placement = {
  tenantId: '3f0c7f5b-0b0e-4a53-9c1b-0a7f9f4f3c55',
  source: 'alerts',
  sequence: 1_000_000,
  change: 'raised',
  detectedAt: happenedAt,
  upperBound: happenedAt,
  correlationId: '0b8f1a2b-9d55-4a8e-8f0e-7c0e0f5a7c0e',
} as const;
const addressOf = (n: number): string => `https://contoso.sharepoint.com/sites/finance/Shared%20Documents/${n}.xlsx`;

const alertNumber = (n: number): Alert => ({
  alertId: `dl${n}`,
  severity: 'high',
  status: 'new',
  product: 'dlp',
  createdAt: happenedAt,
  updatedAt: happenedAt,
  userPrincipalName: `user${n}@contoso.com`,
  files: [{ name: `${n}.xlsx`, url: addressOf(n) }],
  ...policy,
});

const matchNumber = (n: number): RuleMatch => ({
  recordId: `record${n}`,
  outcome: 'matched',
  occurredAt: happenedAt,
  severity: 'high',
  incidentId: `incident${n}`,
  userPrincipalName: `user${n}@contoso.com`,
  item: { kind: 'file', name: `${n}.xlsx`, url: addressOf(n) },
  rules: [policy],
});

const entryOf = (match: RuleMatch, index: number): LogEntry =>
  entryAt(index + 1, happenedAt, {
    source: 'dlpActivity',
    type: 'dlpRuleMatch',
    upperBound: match.occurredAt,
    facets: { policies: Object.values(policy), named: { incident: [match.incidentId ?? ''] } },
    json: JSON.stringify({ ruleMatch: match }),
  });

/** Matches of one policy in the log, none of them recorded by Azurite, so that only the joining takes time. */
const ruleMatchesAmong = (count: number, otherMatches: OtherMatches = async () => []) => {
  const entries = Array.from({ length: count }, (_, n) => entryOf(matchNumber(n), n));
  return createRuleMatches({
    log: logOf(entries),
    dlpContent: 'read',
    otherMatches,
    now: () => new Date(happenedAt),
  });
};
const alerts = (count: number) => Array.from({ length: count }, (_, n) => alertNumber(n));

test('joins each of many alerts of one policy with its own match', async () => {
  const joined = await ruleMatchesAmong(1_000).join(alerts(50));
  assert.deepEqual(
    joined.map(({ ruleMatches = [] }) => ruleMatches.map(({ recordId }) => recordId)),
    alerts(50).map((_, n) => [`record${n}`]),
  );
});

test('finds the matches of each alert, however much was recorded between an old and a fresh one', async () => {
  const at = (n: number): string => new Date(Date.parse(happenedAt) + n * 10_000).toISOString();
  const raisedAt = (n: number): Alert => ({ ...alertNumber(n), createdAt: at(n), updatedAt: at(n) });
  const count = 120_000;
  const stranger = entryOf(matchNumber(0), 0);
  const entries = Array.from({ length: count }, (_, n): LogEntry => {
    const isWanted = n === 1_000 || n === count - 1_000;
    const own = isWanted ? entryOf({ ...matchNumber(n), occurredAt: at(n) }, n) : stranger;
    return { ...own, sequence: n + 1, upperBound: at(n), ...(!isWanted && { type: 'auditEvent' }) };
  });
  let read = 0;
  const log = logOf(entries);
  const after = async (source: unknown, sequence: number) => {
    const page = await log.after(source, sequence);
    read += page.length;
    return page;
  };
  const ruleMatches = createRuleMatches({
    log: { ...log, after },
    dlpContent: 'read',
    now: () => new Date(happenedAt),
  });
  const joined = await ruleMatches.join([raisedAt(count - 1_000), raisedAt(1_000)]);
  assert.deepEqual(
    joined.map((alert) => alert.ruleMatches?.map(({ recordId }) => recordId)),
    [[`record${count - 1_000}`], ['record1000']],
  );
  assert.ok(read < 60_000, `${read} entries`);
});

test('adds as many matches as leave the alert an event that the log can hold', async () => {
  const recipients = Array.from({ length: 200 }, (_, n) => `受取人.${n}@fabrikam.com`);
  const item = { kind: 'mail' as const, recipients };
  const many = Array.from({ length: 50 }, (_, n) => ({ ...matchNumber(0), recordId: `record${n}`, item }));
  const rules = Array.from({ length: 300 }, (_, n) => ({
    ...policy,
    ruleId: `${n}`.repeat(20),
    ruleName: `規則 ${n}`,
  }));
  const ofManyRules = Array.from({ length: 50 }, (_, n) => ({ ...matchNumber(0), recordId: `record${n}`, rules }));
  const title = '表題'.repeat(5_000);
  for (const matches of [many, ofManyRules])
    for (const description of ['', title]) {
      const alert = { ...alertNumber(0), title: description, description, recommendedActions: description };
      const log = logOf(matches.map((match, n) => entryOf({ ...match, incidentId: 'one' }, n)));
      const ruleMatches = createRuleMatches({ log, dlpContent: 'read', now: () => new Date(happenedAt) });
      const [joined = alert] = await ruleMatches.join([{ ...alert, detectorId: 'one' }]);
      const { ruleMatches: own = [] } = joined;
      assert.ok(own.length > 0 && own.length < 50, `${own.length} matches`);
      assert.equal(joined.enrichment, 'complete');
      const entry = toEntry(toAlertDraft(joined), placement);
      assert.ok(createLogPage().add(entry), `${entry.json.length} characters`);
    }
});

test('takes a second or so of a storm, in which others have their turn', async () => {
  const ruleMatches = ruleMatchesAmong(4_000);
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const before = process.cpuUsage();
  await ruleMatches.join(alerts(200));
  const cpuMs = process.cpuUsage(before).user / 1_000;
  isOver = true;
  assert.ok(cpuMs < 2_500, `${cpuMs} ms`);
  assert.ok(turns >= 200, `${turns} turns`);
});

test('asks the preview interface no more in this run once it is away or refuses, but for a fault of one alert', async () => {
  for (const [fault, calls] of [
    [new UpstreamError({ service: 'Microsoft Graph', kind: 'away', detail: 'it did not answer.' }), 1],
    [new UpstreamError({ service: 'Microsoft Graph', kind: 'throttled', detail: 'it asks for fewer calls.' }), 1],
    [new Problem('UpstreamRefused', 'The app may lack the permission.'), 1],
    [new Problem('InvalidInput', 'Microsoft Graph says: no such id.'), 3],
  ] as const) {
    let asked = 0;
    const ruleMatches = ruleMatchesAmong(0, () => {
      asked += 1;
      return Promise.reject(fault);
    });
    for (const run of [1, 2]) {
      const joined = await ruleMatches.joinFully(alerts(3));
      assert.ok(joined.every(({ enrichment }) => enrichment === 'pending'));
      assert.equal(asked, run * calls, fault.message);
    }
  }
});

test('asks the preview interface a hundred times a run, and in the next one about others', async () => {
  const asked = new Set<string>();
  let calls = 0;
  const ruleMatches = ruleMatchesAmong(0, async ({ alertId }) => {
    calls += 1;
    asked.add(alertId);
    return [];
  });
  for (let run = 1; run <= 10; run++) {
    await ruleMatches.ask(alerts(1_000));
    assert.equal(calls, run * 100);
  }
  assert.ok(asked.size > 100, `${asked.size} alerts`);
});

test('asks the preview interface for a minute', async () => {
  let seconds = 0;
  const otherMatches = async () => {
    seconds += 10;
    return [];
  };
  const now = () => new Date(Date.parse(happenedAt) + seconds * 1_000);
  const ruleMatches = createRuleMatches({ log: logOf([]), dlpContent: 'read', otherMatches, now });
  await ruleMatches.ask(alerts(50));
  assert.equal(seconds, 70);
});
