import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onAuditEvent } from '../../functions/activity/onAuditEvent.ts';
import { activityRecord } from '../../sandbox/activityFeed/activityStore.ts';
import { startTrigger } from './triggerFixture.ts';

const url = 'https://contoso.sharepoint.com/sites/finance/Shared%20Documents/Payments.xlsx';
const records = [
  {
    source: 'sharePointActivity' as const,
    record: activityRecord('FileDownloaded', new Date(), {
      Id: 'downloaded',
      RecordType: 6,
      Workload: 'SharePoint',
      UserId: 'adele@contoso.com',
      ObjectId: url,
      ClientIP: '203.0.113.7',
      ResultStatus: 'Succeeded',
      SourceFileName: 'Payments.xlsx',
      Empty: null,
    }),
  },
  {
    source: 'entraActivity' as const,
    record: activityRecord('UserLoggedIn', new Date(), { Id: 'signedIn', RecordType: 15, UserId: 'diego@contoso.com' }),
  },
  {
    source: 'generalActivity' as const,
    record: activityRecord('SomethingNew', new Date(), { Id: 'newer', RecordType: 9999, UserId: 'diego@contoso.com' }),
  },
];

describe('OnAuditEvent', () => {
  let flows: Awaited<ReturnType<typeof startTrigger>>;
  before(async () => {
    flows = await startTrigger(onAuditEvent);
  });
  after(() => flows.close());

  test('starts a flow for what it asks for, from every type of content', async () => {
    const rows: readonly (readonly [object, readonly string[]])[] = [
      [{}, ['downloaded', 'newer', 'signedIn']],
      [{ operations: ['filedownloaded', 'FileDeleted'] }, ['downloaded']],
      [{ recordTypes: ['SharePointFileOperation'] }, ['downloaded']],
      [{ recordTypes: ['6', '9999'] }, ['downloaded', 'newer']],
      [{ objects: [url] }, ['downloaded']],
      [{ users: ['diego@contoso.com'], operations: ['UserLoggedIn'] }, ['signedIn']],
      [{ operations: ['FileDownloaded'], recordTypes: ['15'] }, []],
    ];
    const received = await flows.deliver(
      rows.map(([input]) => input),
      records,
    );
    rows.forEach(([input, expected], row) => {
      const ids = (received[row] ?? []).map(({ record }) => Object(record).recordId);
      assert.deepEqual([input, ...ids.sort()], [input, ...expected]);
    });
    const downloaded = received[1]?.[0];
    assert.equal(downloaded?.actor, 'adele@contoso.com');
    const { occurredAt, ...record } = Object(downloaded?.record);
    assert.deepEqual(record, {
      recordId: 'downloaded',
      operation: 'FileDownloaded',
      recordType: 'SharePointFileOperation',
      recordTypeNumber: 6,
      workload: 'SharePoint',
      userPrincipalName: 'adele@contoso.com',
      objectId: url,
      result: 'Succeeded',
      clientIp: '203.0.113.7',
      details: { SourceFileName: 'Payments.xlsx' },
    });
    assert.ok(Math.abs(Date.parse(occurredAt) - Date.now()) < 60_000);
  });

  test('refuses a faulty input by its name', async () => {
    const { status, text } = await flows.subscribe({ recordTypes: [6] });
    assert.equal(status, 400, text);
    assert.ok(text.includes('recordTypes'), text);
  });
});
