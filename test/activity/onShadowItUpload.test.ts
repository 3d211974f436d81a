import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onShadowItUpload } from '../../functions/activity/onShadowItUpload.ts';
import { activityRecord } from '../../sandbox/activityFeed/activityStore.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { activityScenarios } from '../../sandbox/graph/activityScenarios.ts';
import { startTrigger } from './triggerFixture.ts';

const [scenario] = activityScenarios['shadow-upload']?.({ application: 'wetransfer.com' }, new Date()).records ?? [];
const blocked = { ...(scenario?.record ?? assert.fail()), Id: 'blocked' };
const endpoint = (id: string, operation: string, properties: object) => ({
  source: 'generalActivity' as const,
  record: activityRecord(operation, new Date(), {
    Id: id,
    RecordType: 63,
    Workload: 'Endpoint',
    UserId: 'lee@contoso.com',
    ObjectId: 'C:\\Users\\lee\\Lab\\Prototype.xlsx',
    ...properties,
  }),
});
const dropbox = { TargetDomain: 'dropbox.com', Application: 'chrome.exe', DeviceName: 'LAB-7', EnforcementMode: '1' };
const records = [
  { source: 'dlpActivity' as const, record: blocked },
  // The same in another type of content would be told twice.
  { source: 'generalActivity' as const, record: blocked },
  endpoint('audited', 'FileUploadedToCloud', {
    EndpointMetaData: { ...dropbox, SensitivityLabelIds: [labels.highlyConfidential.id] },
  }),
  endpoint('typed', 'FileUploadedToCloud', {
    EndpointMetaData: { ...dropbox, SensitiveInfoTypeData: [{ SensitiveInformationTypeName: 'Credit Card Number' }] },
  }),
  endpoint('harmless', 'FileUploadedToCloud', { EndpointMetaData: dropbox }),
  endpoint('printed', 'FilePrinted', { EndpointMetaData: { ...dropbox, SensitivityLabelIds: [labels.general.id] } }),
];

describe('OnShadowItUpload', () => {
  let flows: Awaited<ReturnType<typeof startTrigger>>;
  before(async () => {
    flows = await startTrigger(onShadowItUpload);
  });
  after(() => flows.close());

  test('starts a flow for sensitive files that go to the apps that it asks for', async () => {
    const rows: readonly (readonly [object, readonly string[]])[] = [
      [{}, ['audited', 'blocked', 'typed']],
      [{ apps: ['dropbox.com'] }, ['audited', 'typed']],
      [{ apps: ['MSEDGE.EXE'] }, ['blocked']],
      [{ actionsTaken: ['blocked', 'warned'] }, ['blocked']],
      [{ labels: ['Highly Confidential'], apps: ['dropbox.com'] }, ['audited']],
      [{ policies: ['Highly confidential files on devices'] }, ['blocked']],
    ];
    const received = await flows.deliver(
      rows.map(([input]) => input),
      records,
    );
    rows.forEach(([input, expected], row) => {
      const ids = (received[row] ?? []).map(({ upload }) => Object(upload).recordId);
      assert.deepEqual([input, ...ids.sort()], [input, ...expected]);
    });
    const uploads = Object.fromEntries(
      (received[0] ?? []).map(({ upload }) => [Object(upload).recordId, Object(upload)]),
    );
    assert.partialDeepStrictEqual(uploads.blocked, {
      actionTaken: 'blocked',
      targetDomain: 'wetransfer.com',
      policyName: 'Highly confidential files on devices',
      ruleName: 'Upload to an unsanctioned cloud app',
    });
    assert.partialDeepStrictEqual(uploads.audited, {
      actionTaken: 'audited',
      fileName: 'Prototype.xlsx',
      deviceName: 'LAB-7',
      labelName: 'Highly Confidential',
    });
    assert.deepEqual(uploads.typed.sensitiveTypes, ['Credit Card Number']);
  });

  test('refuses a faulty input by its name', async () => {
    const { status, text } = await flows.subscribe({ apps: [''] });
    assert.equal(status, 400, text);
    assert.ok(text.includes('apps[0]'), text);
  });
});
