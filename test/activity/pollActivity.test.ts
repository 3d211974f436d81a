import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Source } from '../../functions/events/event.ts';
import type { Log } from '../../functions/runtime/log.ts';
import { activityRecord } from '../../sandbox/activityFeed/activityStore.ts';
import { dlpRecord, matchedValues } from '../../sandbox/activityFeed/dlpRecord.ts';
import { dlpPolicies } from '../../sandbox/contoso/dlpPolicies.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { silentLog } from '../silentLog.ts';
import { until } from '../until.ts';
import { type Activity, ago, everything, hourMs, startActivity } from './startActivity.ts';

const policy = dlpPolicies.financialData;
const [rule] = policy.rules;
const { adeleOneDrive: site } = sites;
const match = (at = new Date()) =>
  dlpRecord({ policy, rule, user: users.adele, location: { kind: 'file', site, file: site.files.customerCards }, at });
const download = (at = new Date()) =>
  activityRecord('FileDownloaded', at, { RecordType: 6, Workload: 'SharePoint', UserId: 'adele@contoso.com' });

const warnings = () => {
  const lines: { message: string; fields: Readonly<Record<string, unknown>> }[] = [];
  const log: Log = { ...silentLog, warn: (message, fields = {}) => void lines.push({ message, fields }) };
  return { lines, log };
};

describe('PollActivity', () => {
  let tenant: Activity;
  before(async () => {
    tenant = await startActivity();
  });
  beforeEach(() => tenant.forget());
  after(() => tenant.close());

  const recordIds = async (process: ReturnType<Activity['open']>, source: Source, type: string) =>
    (await everything(process, source)).filter((entry) => entry.type === type).map(({ event }) => event.eventKey);

  test('starts what it reads, and puts each record into the log of its type once', async () => {
    const process = tenant.open();
    const [matched, downloaded] = [match(), download()];
    tenant.publish('DLP.All', [matched]);
    tenant.publish('Audit.SharePoint', [downloaded, downloaded]);
    tenant.publish('Audit.SharePoint', [downloaded]);
    await process.poll();
    await process.poll();
    await tenant.open().poll();
    assert.deepEqual([...tenant.subscriptions.keys()].length, 5);
    assert.deepEqual(await recordIds(process, 'dlpActivity', 'dlpRuleMatch'), [`dlpActivity-${matched.Id}`]);
    const audit = `sharePointActivity-${downloaded.Id}.audit`;
    assert.deepEqual(await recordIds(process, 'sharePointActivity', 'auditEvent'), [audit]);
    assert.equal(process.woken.length, 3);
    assert.ok(process.woken.every(({ change }) => change === 'raised'));
  });

  test('stores no matched value anywhere, though the feed gives them out', async () => {
    const secret = '4000 0566 5566 5556';
    const hidden = [{ Name: 'x', Value: `a card ${secret}` }];
    tenant.publish('DLP.All', [match()]);
    tenant.publish('Audit.General', [
      { ...download(), SensitiveInfoTypeData: [{ SensitiveInformationDetectionsInfo: { DetectedValues: hidden } }] },
      { ...download(), Nested: { Deeper: [{ DetectedValues: hidden, Kept: 'yes' }] } },
      { ...download(), ExtendedProperties: [{ Name: 'raw', Value: JSON.stringify({ DetectedValues: hidden }) }] },
      { ...match(), Operation: 'FileUploadedToCloud', EndpointMetaData: { DetectedValues: hidden } },
    ]);
    const process = tenant.open();
    await process.poll();
    const stored: string[] = [];
    for (const partitionKey of ['dlpActivity', 'generalActivity'])
      for await (const rows of tenant.table.list({ partitionKey })) stored.push(JSON.stringify(rows));
    const text = stored.join('\n');
    assert.match(text, /Credit Card Number/);
    assert.match(text, /"Kept\\":\\"yes/);
    for (const value of [...matchedValues, secret]) assert.ok(!text.includes(value), value);
    assert.doesNotMatch(text, /DetectedValues/i);
    // What the feed gave out did hold them.
    assert.ok(tenant.store.list('DLP.All').some(({ records }) => JSON.stringify(records).includes(matchedValues[0])));
  });

  test('does not fetch again what it has read, until a process starts anew', async () => {
    const process = tenant.open({ contentTypes: ['DLP.All'] });
    for (let n = 0; n < 5; n++) tenant.publish('DLP.All', [match()]);
    await process.poll();
    await process.poll();
    assert.equal(tenant.requests.of('GET /audit/{contentId}'), 5);
    await tenant.open({ contentTypes: ['DLP.All'] }).poll();
    assert.equal(tenant.requests.of('GET /audit/{contentId}'), 10);
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 5);
  });

  test('loses nothing when a fetch fails in the middle, and goes on with the other types', async () => {
    const process = tenant.open({ contentTypes: ['DLP.All', 'Audit.General'] });
    for (let n = 0; n < 12; n++) tenant.publish('DLP.All', [match()], ago((20 - n) * 60_000));
    tenant.publish('Audit.General', [download()]);
    tenant.faults.plan({ fault: { kind: 'failed', status: 500 }, route: 'GET /audit/{contentId}', after: 4 });
    await assert.rejects(process.poll(), { name: 'UpstreamError' });
    // The day before was read to its end, this one was not.
    assert.ok(String((await process.log.head('dlpActivity')).watermark) < ago(20 * hourMs).toISOString());
    assert.equal((await recordIds(process, 'generalActivity', 'auditEvent')).length, 1);
    await process.poll();
    const keys = await recordIds(process, 'dlpActivity', 'dlpRuleMatch');
    assert.equal(keys.length, 12);
    assert.equal(new Set(keys).size, 12);
  });

  test('finds what became available late, within its overlap and by the daily look at the last week', async () => {
    const process = tenant.open({ contentTypes: ['DLP.All'], initialLookbackHours: 168 });
    await process.poll();
    tenant.publish('DLP.All', [match(ago(30 * hourMs))], ago(20 * hourMs));
    await process.poll();
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 1);
    tenant.publish('DLP.All', [match(ago(90 * hourMs))], ago(80 * hourMs));
    await process.poll();
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 1);
    const { etag: _, ...head } = await process.log.head('dlpActivity');
    await process.log.advance('dlpActivity', await process.log.head('dlpActivity'), {
      ...head,
      reconciledAt: ago(25 * hourMs).toISOString(),
    });
    await process.poll();
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 2);
  });

  test('reads the seven days that the feed keeps after an outage, and says what is lost before them', async () => {
    const process = tenant.open({ contentTypes: ['DLP.All'] });
    await process.poll();
    await process.log.advance('dlpActivity', await process.log.head('dlpActivity'), {
      startedAt: ago(40 * 24 * hourMs).toISOString(),
      watermark: ago(10 * 24 * hourMs).toISOString(),
    });
    for (const days of [6.5, 4, 1]) tenant.publish('DLP.All', [match()], ago(days * 24 * hourMs));
    const { lines, log } = warnings();
    await process.poll(log);
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 3);
    assert.deepEqual(
      lines.map(({ message }) => message),
      ['The vendor no longer keeps what was recorded in a time that was not read'],
    );
    const { watermark = '' } = await process.log.head('dlpActivity');
    assert.ok(Date.parse(watermark) > Date.now() - hourMs);
  });

  test('drops a record that comes a second time, past the overlap too', async () => {
    const late = match(ago(60 * hourMs));
    tenant.publish('DLP.All', [late], ago(40 * hourMs));
    await tenant.open({ contentTypes: ['DLP.All'], initialLookbackHours: 48 }).poll();
    tenant.publish('DLP.All', [late]);
    const process = tenant.open({ contentTypes: ['DLP.All'] });
    await process.poll();
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 1);
  });

  test('takes contents of the same instant, and of the very edge of a window, once each', async () => {
    const process = tenant.open({ contentTypes: ['DLP.All'] });
    await process.poll();
    const { watermark = '' } = await process.log.head('dlpActivity');
    for (const created of [
      watermark,
      watermark,
      new Date(Date.parse(watermark) - 1),
      new Date(Date.parse(watermark) + 1),
    ])
      tenant.publish('DLP.All', [match()], new Date(created));
    const read = async () => (await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length;
    // The service tells whole seconds of its time, so the edge is passed a second later at most.
    await until('the edge is passed', async () => {
      await process.poll();
      return (await read()) >= 4;
    });
    await process.poll();
    assert.equal(await read(), 4);
  });

  test('sets aside what is no record, and takes the others', async () => {
    const huge = { ...download(), Note: 'N'.repeat(5_000_000) };
    const hostile = [null, 7, [], {}, { Id: 1 }, { Id: 'x y' }, { Id: 'a' }, { ...download(), CreationTime: 'now' }];
    tenant.publish('Audit.General', [...hostile, huge, { ...match(), PolicyDetails: { Rules: 'x' } }, download()]);
    // Larger than anything that is read at once, and so it will be the next time.
    tenant.publish('Audit.General', [{ ...download(), Note: 'N'.repeat(33 * 1024 * 1024) }]);
    const process = tenant.open({ contentTypes: ['Audit.General'] });
    const { lines, log } = warnings();
    await process.poll(log);
    const entries = await everything(process, 'generalActivity');
    assert.equal(entries.length, 3);
    assert.ok(entries.every(({ json }) => json.length < 100_000));
    // Each fault of a record is told once: no object, no id, and two without a time; and the content that is too large.
    assert.equal(lines.length, 5);
    assert.ok(lines.some(({ fields }) => fields.reason === 'This content is larger than 32 MB.'));
  });

  test('keeps no audit event of other operations than those that the setting names, and all else', async () => {
    tenant.publish('DLP.All', [match()]);
    tenant.publish('Audit.SharePoint', [download(), { ...download(), Operation: 'FileDeleted' }]);
    const process = tenant.open({ auditOperations: ['filedeleted'] });
    await process.poll();
    const types = [...(await everything(process, 'dlpActivity')), ...(await everything(process, 'sharePointActivity'))];
    assert.deepEqual(
      types.map(({ type }) => type),
      ['dlpRuleMatch', 'auditEvent'],
    );
  });

  test('takes times without a zone for UTC', async () => {
    tenant.publish('Audit.General', [{ ...download(), CreationTime: '2026-03-29T02:30:00' }]);
    const process = tenant.open({ contentTypes: ['Audit.General'] });
    await process.poll();
    const [entry] = await everything(process, 'generalActivity');
    assert.equal(entry?.event.occurredAt, '2026-03-29T02:30:00.000Z');
  });

  test('names the permission that is missing, for each type of content that is refused', async () => {
    const poor = await startActivity(['ServiceHealth.Read']);
    await assert.rejects(poor.open({ contentTypes: ['DLP.All'] }).poll(), { code: 'UpstreamRefused' });
    await assert.rejects(poor.open().poll(), { name: 'AggregateError' });
    await poor.close();
  });

  test('ends when its time is over, and goes on with the day that it came to', async () => {
    // Each content takes five of the eight minutes.
    const monotonicMs = () => tenant.requests.of('GET /audit/{contentId}') * 5 * 60_000;
    const process = tenant.open({ contentTypes: ['DLP.All'], monotonicMs });
    for (const hours of [40, 39, 20, 19]) tenant.publish('DLP.All', [match()], ago(hours * hourMs));
    await assert.rejects(process.poll(), { name: 'UpstreamError', message: /next one goes on/ });
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 2);
    const fetched = tenant.requests.of('GET /audit/{contentId}');
    await process.poll();
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 4);
    assert.equal(tenant.requests.of('GET /audit/{contentId}'), fetched + 2);
  });

  test('comes to the end of a day that has more in it than one run may take', async () => {
    const monotonicMs = () => tenant.requests.of('GET /audit/{contentId}') * 5 * 60_000;
    const process = tenant.open({ contentTypes: ['DLP.All'], monotonicMs });
    for (let n = 0; n < 9; n++) tenant.publish('DLP.All', [match()], ago((20 - n) * 60_000));
    // Nothing is fetched twice on the way.
    for (const fetched of [3, 6]) {
      await assert.rejects(process.poll(), { name: 'UpstreamError', message: /next one goes on/ });
      assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, fetched);
      assert.equal(tenant.requests.of('GET /audit/{contentId}'), fetched);
    }
    await process.poll();
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 9);
    assert.equal(tenant.requests.of('GET /audit/{contentId}'), 9);
  });

  test('reads again what could not be put into the log', async () => {
    const process = tenant.open({ contentTypes: ['DLP.All'] });
    for (let n = 0; n < 9; n++) tenant.publish('DLP.All', [match()], ago((20 - n) * 60_000));
    const { append } = process.log;
    let appends = 0;
    process.log.append = (...given) => {
      appends += 1;
      return appends === 2 ? Promise.reject(new Error('Storage is away.')) : append(...given);
    };
    await assert.rejects(process.poll(), { message: 'Storage is away.' });
    await process.poll();
    assert.equal((await recordIds(process, 'dlpActivity', 'dlpRuleMatch')).length, 9);
  });

  test('starts in the next poll what could not be started in this one', async () => {
    const process = tenant.open({ contentTypes: ['DLP.All'] });
    tenant.faults.plan({ fault: { kind: 'failed', status: 503 }, route: 'POST /subscriptions/start' });
    await assert.rejects(process.poll(), { name: 'UpstreamError', kind: 'away' });
    await process.poll();
    assert.equal(tenant.subscriptions.get('DLP.All'), 'enabled');
  });

  test('asks to start again when the subscription was stopped meanwhile', async () => {
    const process = tenant.open({ contentTypes: ['DLP.All'] });
    await process.poll();
    tenant.subscriptions.clear();
    await assert.rejects(process.poll(), { name: 'UpstreamError' });
    // Not within the pause that the service wants between two requests to start.
    assert.equal(tenant.requests.of('POST /subscriptions/start'), 1);
    await tenant.open({ contentTypes: ['DLP.All'] }).poll();
    assert.equal(tenant.subscriptions.size, 1);
  });
});
