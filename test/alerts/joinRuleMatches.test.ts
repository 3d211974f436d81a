import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Alert } from '../../functions/alerts/alert.ts';
import type { RuleMatch } from '../../functions/events/ruleMatch.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { RowConflict } from '../../functions/storage/rowConflict.ts';
import { dlpRecord, matchedValues } from '../../sandbox/activityFeed/dlpRecord.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { silentLog } from '../silentLog.ts';
import { alertOf, dlpMatch, openJoinedWorld } from './joinedWorld.ts';

const hourMs = 3_600_000;
const { financialData, employeeRecords } = dlpPolicies;

describe('JoinRuleMatches', () => {
  let world: ReturnType<typeof openJoinedWorld>;
  beforeEach(() => {
    world = openJoinedWorld();
  });

  const statesOf = async () =>
    (await world.alertEvents()).map(({ change, alert }) => [change, alert.enrichment, alert.ruleMatches?.length ?? 0]);

  test('adds a match that is told after the alert, as an update under the same event key', async () => {
    const match = dlpMatch();
    await world.raise([alertOf(match)]);
    await world.join();
    assert.deepEqual(await statesOf(), [['raised', 'pending', 0]]);
    const record = dlpRecord(match);
    await world.record(record);
    await world.join();
    assert.deepEqual(await statesOf(), [
      ['raised', 'pending', 0],
      ['updated', 'complete', 1],
    ]);
    const [before, after] = await world.alertEvents();
    assert.equal(before?.eventKey, after?.eventKey);
    assert.notEqual(before?.eventId, after?.eventId);
    assert.partialDeepStrictEqual(after?.alert.ruleMatches?.[0], {
      recordId: record.Id,
      policyName: 'Financial data',
      ruleName: financialData.rules[0].name,
      actions: ['BlockAccess', 'NotifyUser', 'GenerateAlert'],
      sensitiveInformation: [{ typeName: 'Credit Card Number', count: 23, confidence: 95 }],
      item: { name: 'Customer cards to refund.xlsx' },
    });
    assert.ok(after?.facets.rules?.includes(financialData.rules[0].name));
    assert.deepEqual(
      world.woken.map(({ change }) => change),
      ['updated'],
    );
    assert.ok(matchedValues.every((value) => !JSON.stringify(after).includes(value)));
  });

  test('says the same thing once, however often it runs', async () => {
    const match = dlpMatch();
    await world.raise([alertOf(match)]);
    await world.record(dlpRecord(match));
    for (let run = 0; run < 3; run++) await world.join();
    assert.equal((await statesOf()).length, 2);
  });

  test('raises an alert with the matches that were told before it', async () => {
    const match = dlpMatch();
    await world.record(dlpRecord(match));
    await world.raise([alertOf(match)]);
    await world.join();
    assert.deepEqual(await statesOf(), [['raised', 'complete', 1]]);
  });

  test('adds what comes later still, such as an override', async () => {
    const match = dlpMatch();
    await world.raise([alertOf(match)]);
    await world.record(dlpRecord(match));
    await world.join();
    const exceptionInfo = { Reason: 'Override', Justification: 'For the bank.', FalsePositive: false };
    await world.record(dlpRecord(match, { operation: 'DlpRuleUndo', exceptionInfo }));
    await world.join();
    assert.deepEqual((await statesOf()).at(-1), ['updated', 'complete', 2]);
    const last = (await world.alertEvents()).at(-1);
    const justifications = (last?.alert.ruleMatches ?? []).flatMap(({ override }) => override?.justification ?? []);
    assert.deepEqual(justifications, ['For the bank.']);
  });

  test('waits a day for matches, then says that there are none to be had; one that comes after all is added', async () => {
    const match = dlpMatch();
    await world.raise([alertOf(match)]);
    await world.join({ laterMs: 23 * hourMs });
    await world.join({ laterMs: 25 * hourMs });
    await world.join({ laterMs: 26 * hourMs });
    await world.record(dlpRecord(match));
    await world.join({ laterMs: 27 * hourMs });
    assert.deepEqual(await statesOf(), [
      ['raised', 'pending', 0],
      ['updated', 'unavailable', 0],
      ['updated', 'complete', 1],
    ]);
  });

  test('joins all of them when nobody can be told of the first', async () => {
    // More than one append takes.
    const matches = Array.from({ length: 60 }, (_, n) => dlpMatch({ at: new Date(Date.now() - n * 1_000) }));
    await world.raise(matches.slice(0, 30).map((match) => alertOf(match)));
    await world.raise(matches.slice(30).map((match) => alertOf(match)));
    await world.record(...matches.slice(0, 1).map((match) => dlpRecord(match)));
    const away = new UpstreamError({ service: 'Azure Storage', kind: 'away', detail: 'away' });
    await world.join({ wakeFor: () => Promise.reject(away) });
    assert.equal((await statesOf()).filter(([change]) => change === 'updated').length, 60);
  });

  test('leaves an alert of over three days ago alone, though it was changed of late', async () => {
    const old = dlpMatch({ at: new Date(Date.now() - 4 * 24 * hourMs) });
    await world.raise([alertOf(old)]);
    await world.record(dlpRecord(old));
    await world.join();
    assert.deepEqual(await statesOf(), [['raised', 'unavailable', 0]]);
  });

  test('waits for nothing when DLP content is not read', async () => {
    await world.raise([alertOf(dlpMatch())], { dlpContent: 'unread' });
    await world.join({ dlpContent: 'unread' });
    assert.deepEqual(await statesOf(), [['raised', 'unavailable', 0]]);
  });

  test('joins no test event, be it of an alert or of a match', async () => {
    const [real, tested] = [dlpMatch(), dlpMatch({ user: users.megan })];
    await world.test(alertOf(tested), dlpRecord(real));
    await world.raise([alertOf(real)]);
    await world.record(dlpRecord(tested));
    await world.join();
    const states = (await world.alertEvents()).map(({ change, alert }) => [change, alert.ruleMatches?.length ?? 0]);
    assert.deepEqual(states, [
      ['raised', 0],
      ['raised', 0],
    ]);
  });

  test('leaves alerts of other products alone', async () => {
    await world.raise([alertOf(dlpMatch(), { product: 'insiderRisk' })]);
    await world.join();
    const [only] = await world.alertEvents();
    assert.equal(only?.alert.enrichment, undefined);
  });

  test('joins each match with the alert it is behind, and with no other', async () => {
    const matches = [
      dlpMatch(),
      dlpMatch({ user: users.diego }),
      dlpMatch({ policy: employeeRecords, rule: employeeRecords.rules[0] }),
      dlpMatch({ at: new Date(Date.now() - 5 * hourMs) }),
      dlpMatch({
        location: { kind: 'file', site: sites.finance, file: sites.finance.files.cardPayments },
      }),
    ];
    await world.raise(matches.map((match) => alertOf(match)));
    const records = matches.map((match) => dlpRecord(match));
    await world.record(...records);
    await world.join();
    const joined = (await world.alertEvents()).filter(({ change }) => change === 'updated');
    assert.deepEqual(
      joined.map(({ alert }) => alert.ruleMatches?.map(({ recordId }) => recordId)),
      records.map(({ Id }) => [Id]),
    );
  });

  test('joins by the incident alone where the record names the correlation id of the alert', async () => {
    const alert = alertOf(dlpMatch());
    const elsewhere = dlpMatch({ user: users.lee, at: new Date(Date.now() - 5 * hourMs) });
    await world.raise([alert]);
    await world.record(dlpRecord(elsewhere, { incidentId: String(alert.detectorId).toUpperCase() }));
    await world.join();
    // What began before the alert's own activity is looked for as far back as the alert says it goes.
    assert.deepEqual((await statesOf()).at(-1), ['updated', 'complete', 1]);
  });

  test('joins mails by their message id, whatever their subject', async () => {
    const mail = (networkMessageId: string) =>
      dlpMatch({
        location: { kind: 'mail', subject: 'Cards', recipient: 'x@fabrikam.com', attachments: 1, networkMessageId },
      });
    await world.raise([alertOf(mail('one'))]);
    const [one, other] = [dlpRecord(mail('one')), dlpRecord(mail('other'))];
    await world.record(one, other);
    await world.join();
    const last = (await world.alertEvents()).at(-1);
    assert.deepEqual(
      last?.alert.ruleMatches?.map(({ recordId }) => recordId),
      [one.Id],
    );
  });

  test('looks again when the poll writes at the same time, and neither loses nor repeats anything', async () => {
    const match = dlpMatch();
    const alert = alertOf(match);
    await world.raise([alert]);
    await world.record(dlpRecord(match));
    let interfered = false;
    const through = {
      ...world.log,
      append: async (...[source, head, events]: Parameters<typeof world.log.append>) => {
        if (!interfered) {
          interfered = true;
          const newer = {
            ...alert,
            updatedAt: new Date(Date.now() + 1_000).toISOString(),
            status: 'resolved' as const,
          };
          await world.raise([newer]);
        }
        return world.log.append(source, head, events);
      },
    };
    await world.join({}, through);
    // The newer version was joined by the poll already, so nothing is left to say.
    assert.deepEqual(await statesOf(), [
      ['raised', 'pending', 0],
      ['raised', 'complete', 1],
    ]);
  });

  test('gives up on a log that others keep writing to', async () => {
    const match = dlpMatch();
    await world.raise([alertOf(match)]);
    await world.record(dlpRecord(match));
    const append = async () => {
      throw new RowConflict('changed');
    };
    await assert.rejects(world.join({}, { ...world.log, append }), RowConflict);
    assert.equal((await statesOf()).length, 1);
  });

  test('tells of an alert that the log has no room for, and goes on with the others', async () => {
    const matches = [dlpMatch(), dlpMatch({ user: users.diego })];
    await world.raise(matches.map((match) => alertOf(match)));
    await world.record(...matches.map((match) => dlpRecord(match)));
    const told: [string, unknown][] = [];
    const lines = {
      ...silentLog,
      warn: (message: string, facts: unknown) => void told.push([message, facts]),
      info: (message: string, facts: unknown) => void told.push([message, facts]),
    };
    const append = async (...[source, head, { events, ...rest }]: Parameters<typeof world.log.append>) => {
      const done = await world.log.append(source, head, { ...rest, events: events.slice(1) });
      return { ...done, tooLarge: events.slice(0, 1) };
    };
    const [first] = await world.alertEvents();
    await world.join({ lines }, { ...world.log, append });
    assert.deepEqual(told, [
      ['An alert with its rule matches is too large for the log', { alertId: first?.alert.alertId }],
      ['Rule matches were joined with their alerts', { alerts: 1 }],
    ]);
  });

  const toldByPreview = ({ policyId = '', createdAt }: Alert): RuleMatch => ({
    recordId: 'preview',
    outcome: 'matched',
    occurredAt: createdAt,
    severity: 'high',
    userPrincipalName: users.adele.userPrincipalName,
    rules: [{ policyId, ruleName: 'Told by the preview' }],
  });

  test('takes matches from the preview interface too, and does without when it is away', async () => {
    const match = dlpMatch();
    const alert = alertOf(match);
    await world.raise([alert]);
    const away = async () => {
      throw new UpstreamError({ service: 'Microsoft Graph', kind: 'away', detail: 'it did not answer.' });
    };
    await world.join({ otherMatches: away });
    assert.equal((await statesOf()).length, 1);
    const told = toldByPreview(alert);
    await world.join({ otherMatches: async () => [told] });
    assert.deepEqual((await statesOf()).at(-1), ['updated', 'complete', 1]);
    await world.join({ otherMatches: away });
    await world.join();
    assert.equal((await statesOf()).length, 2);
  });

  test('keeps what the preview interface told once, also when the alert has changed since', async () => {
    const alert = alertOf(dlpMatch());
    await world.raise([alert]);
    await world.join({ otherMatches: async () => [toldByPreview(alert)] });
    await world.raise([{ ...alert, updatedAt: new Date(Date.now() + 1_000).toISOString(), status: 'resolved' }]);
    for (let run = 0; run < 2; run++) await world.join();
    assert.deepEqual(await statesOf(), [
      ['raised', 'pending', 0],
      ['updated', 'complete', 1],
      ['raised', 'pending', 0],
      ['updated', 'complete', 1],
    ]);
    const { alert: last } = (await world.alertEvents()).at(-1) ?? {};
    assert.equal(last?.status, 'resolved');
  });

  test('asks the preview interface about each alert once, though polls write while it answers', async () => {
    const matches = Array.from({ length: 15 }, (_, n) => dlpMatch({ at: new Date(Date.now() - n * 1_000) }));
    await world.raise(matches.map((match) => alertOf(match)));
    let asked = 0;
    const otherMatches = async (alert: Alert) => {
      asked += 1;
      await world.log.advance('alerts', await world.log.head('alerts'), { lastPolledAt: new Date().toISOString() });
      return [toldByPreview(alert)];
    };
    await world.join({ otherMatches });
    assert.equal(asked, 15);
    assert.equal((await statesOf()).filter(([change]) => change === 'updated').length, 15);
  });
});
