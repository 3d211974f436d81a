import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { TableClient, TableServiceClient } from '@azure/data-tables';
import { onDlpRuleMatch } from '../../functions/activity/onDlpRuleMatch.ts';
import { onLabelChange } from '../../functions/activity/onLabelChange.ts';
import { onShadowItUpload } from '../../functions/activity/onShadowItUpload.ts';
import { onCloudAppAlert } from '../../functions/alerts/onCloudAppAlert.ts';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import { backlog } from '../../functions/health/backlog.ts';
import { ready } from '../../functions/health/ready.ts';
import { sendTestEvent } from '../../functions/subscriptions/sendTestEvent.ts';
import { matchedValues } from '../../sandbox/activityFeed/dlpRecord.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { scenarios } from '../../sandbox/graph/scenarios.ts';
import { azurite } from '../azurite.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { CallbackSink } from '../subscriptions/callbackSink.ts';

describe('the activity feed, through the whole back end,', () => {
  let backEnd: BackEnd;
  let sink: CallbackSink;
  before(async () => {
    backEnd = await startBackEnd({
      ACTIVITY_CONTENT_TYPES: 'DLP.All',
      ALERT_POLL_SCHEDULE: '* * * * * *',
      ACTIVITY_POLL_SCHEDULE: '* * * * * *',
      SWEEP_SCHEDULE: '* * * * * *',
      INCIDENT_POLL_SCHEDULE: '0 0 0 1 1 *',
    });
    sink = await CallbackSink.start();
  });
  after(async () => {
    await backEnd.stop();
    await sink.close();
  });

  const token = () => backEnd.tokenOf(users.megan);
  const subscribe = async (trigger: typeof onDlpAlert, flow: string, input: object = {}) =>
    backEnd.call(trigger, { token: await token(), body: { notificationUrl: `${sink.url}&flow=${flow}`, ...input } });

  const until = async <T>(found: () => T | undefined): Promise<T> => {
    for (const deadline = Date.now() + 60_000; Date.now() < deadline; await delay(100)) {
      const value = found();
      if (value !== undefined) return value;
    }
    throw new Error(`It did not come. ${backEnd.stderr()}${backEnd.stdout().slice(-3_000)}`);
  };
  const eventFor = (flow: string, suits: (event: Readonly<Record<string, unknown>>) => boolean) => () =>
    sink.received.find(({ path, event }) => path.endsWith(`flow=${flow}`) && suits(event))?.event;

  /** What happens in the tenant shows in Graph and in the audit log. */
  const happen = () => {
    const { alert, records = [] } = scenarios['dlp-match']?.({}, backEnd.graph.now()) ?? {};
    const { id: alertId } = backEnd.graph.raise(alert);
    for (const { contentType, record } of records) backEnd.activityFeed.store.add(contentType, [record]);
    return { alertId, recordId: records[0]?.record.Id ?? assert.fail() };
  };

  test('brings a rule match to the flow that asks for it, and to the alert that it is behind', async () => {
    assert.equal((await subscribe(onDlpRuleMatch, 'match', { minimumCount: 1 })).status, 201);
    assert.equal((await subscribe(onDlpAlert, 'alert', { includeUpdates: true })).status, 201);
    const { alertId, recordId } = happen();
    const { ruleMatch } = await until(eventFor('match', ({ ruleMatch: found }) => Object(found).recordId === recordId));
    assert.equal(Object(ruleMatch).policyName, 'Financial data');
    const { alert, change, eventKey } = await until(
      eventFor('alert', (event) => Object(event.alert).enrichment === 'complete'),
    );
    assert.equal(Object(alert).alertId, alertId);
    assert.equal(eventKey, `alerts-${alertId}`);
    // The records of a match may be there before the alert is polled.
    assert.ok(change === 'raised' || change === 'updated');
    assert.deepEqual(
      Object(alert).ruleMatches.map((match: { recordId: string }) => match.recordId),
      [recordId],
    );
  });

  test('stores no matched value in any table of the account', async () => {
    assert.ok(JSON.stringify(backEnd.activityFeed.store.list('DLP.All')).includes(matchedValues[0]));
    const { connectionString } = await azurite();
    const options = { allowInsecureConnection: true };
    let tellOfTheMatch = 0;
    for await (const { name = '' } of TableServiceClient.fromConnectionString(connectionString, options).listTables()) {
      for await (const row of TableClient.fromConnectionString(connectionString, name, options).listEntities()) {
        const text = JSON.stringify(row);
        if (text.includes('Financial data')) tellOfTheMatch += 1;
        for (const value of matchedValues) assert.ok(!text.includes(value), `${name}: ${text.slice(0, 200)}`);
      }
    }
    // The record of the feed and the alert that it is behind, in different partitions.
    assert.ok(tellOfTheMatch >= 2);
    assert.ok(matchedValues.every((value) => !backEnd.stdout().includes(value) && !backEnd.stderr().includes(value)));
  });

  test('sends a test event to a flow on the feed', async () => {
    const { body } = await subscribe(onShadowItUpload, 'upload');
    const { subscriptionId } = Object(body);
    const sent = await backEnd.call(sendTestEvent, { token: await token(), body: { subscriptionId } });
    assert.equal(sent.status, 201, sent.text);
    const { isTest, upload } = await until(eventFor('upload', (event) => event.isTest === true));
    assert.equal(isTest, true);
    assert.equal(Object(upload).targetDomain, 'dropbox.com');
  });

  test('brings an upload to a flow once, whether a record or an alert tells of it, and the alert to its own trigger', async () => {
    const flows = [
      ['once', onShadowItUpload, {}],
      ['byApp', onShadowItUpload, { apps: ['WeTransfer'] }],
      ['updates', onShadowItUpload, { includeUpdates: true }],
      ['cloudApp', onCloudAppAlert, {}],
    ] as const;
    for (const [flow, trigger, input] of flows) assert.equal((await subscribe(trigger, flow, input)).status, 201);
    const play = (name: string, wish: Readonly<Record<string, unknown>>) => {
      const { alert, records = [] } = scenarios[name]?.(wish, backEnd.graph.now()) ?? {};
      for (const { contentType, record } of records) backEnd.activityFeed.store.add(contentType, [record]);
      return alert ? backEnd.graph.raise(alert).id : (records[0]?.record.Id ?? assert.fail());
    };
    const ofUpload = (recordId: string) => (event: Readonly<Record<string, unknown>>) =>
      Object(event.upload).recordId === recordId;
    const lynne = { user: users.lynne.userPrincipalName, file: 'Falcon term sheet.docx' };

    const recordId = play('shadow-upload', { ...lynne, application: 'wetransfer.com' });
    await until(eventFor('once', ofUpload(recordId)));
    const sameId = play('unsanctioned-app', { ...lynne, application: 'WeTransfer' });
    const told = await until(eventFor('byApp', ofUpload(sameId)));
    assert.partialDeepStrictEqual(told, {
      type: 'shadowItUpload',
      change: 'raised',
      source: 'alerts',
      actor: users.lynne.userPrincipalName,
      upload: { alertId: sameId, targetApp: 'WeTransfer', fileName: lynne.file, actionTaken: 'unknown' },
    });
    const { alert, eventKey } = await until(eventFor('cloudApp', (event) => Object(event.alert).alertId === sameId));
    assert.equal(Object(alert).title, 'Data exfiltration to unsanctioned apps');
    assert.equal(eventKey, `alerts-${sameId}`);

    const otherId = play('unsanctioned-app', { user: users.alex.userPrincipalName });
    await until(eventFor('once', ofUpload(otherId)));
    backEnd.graph.update(otherId, { status: 'resolved' });
    const update = await until(eventFor('updates', (event) => ofUpload(otherId)(event) && event.change === 'updated'));
    assert.equal(update.eventKey, `alerts-${otherId}.upload`);
    const lastId = play('unsanctioned-app', { user: users.adele.userPrincipalName });
    await until(eventFor('once', ofUpload(lastId)));
    const received = sink.received.filter(({ path }) => path.endsWith('flow=once'));
    // An attempt may be repeated; the events are three.
    const ids = new Set(received.map(({ event }) => Object(event.upload).recordId));
    assert.deepEqual([...ids].sort(), [recordId, otherId, lastId].sort());
  });

  test('shows the sources that are read and no others, and refuses a flow that stands on none of them', async () => {
    const { components } = Object((await backEnd.call(ready)).body);
    assert.deepEqual(
      components.map(({ name, state }: { name: string; state: string }) => [name, state]),
      [
        ['storage', 'ok'],
        ['alerts', 'ok'],
        ['incidents', 'waiting'],
        ['dlpActivity', 'ok'],
      ],
    );
    const { sources } = Object((await backEnd.call(backlog, { token: await token() })).body);
    assert.deepEqual(
      sources.map(({ source }: { source: string }) => source),
      ['alerts', 'incidents', 'dlpActivity'],
    );
    const { status, text } = await subscribe(onLabelChange, 'label');
    assert.equal(status, 409, text);
    assert.match(text, /ACTIVITY_CONTENT_TYPES/);
  });
});
