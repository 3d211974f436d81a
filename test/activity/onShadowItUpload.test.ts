import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onShadowItUpload } from '../../functions/activity/onShadowItUpload.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { toUploadDraft } from '../../functions/alerts/cloudAppUpload.ts';
import { toAlert } from '../../functions/alerts/toAlert.ts';
import { noteToldBy } from '../../functions/events/toldUploads.ts';
import { activityRecord } from '../../sandbox/activityFeed/activityStore.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { activityScenarios } from '../../sandbox/graph/activityScenarios.ts';
import { alertRecord } from '../../sandbox/graph/alertRecord.ts';
import { scenarios } from '../../sandbox/graph/scenarios.ts';
import { draftsOf, startTrigger } from './triggerFixture.ts';

const [scenario] = activityScenarios['shadow-upload']?.({ application: 'wetransfer.com' }, new Date()).records ?? [];
const blocked = { ...(scenario?.record ?? assert.fail()), Id: 'blocked' };
const uploader = users.lynne.userPrincipalName;
const fileName = 'Falcon term sheet.docx';
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
  ...[null, []].map((PolicyDetails, index) =>
    endpoint(`unmatched${index}`, 'FileUploadedToCloud', {
      PolicyDetails,
      EndpointMetaData: { ...dropbox, Application: 'curl.exe', SensitivityLabelIds: [labels.general.id] },
    }),
  ),
  endpoint('harmless', 'FileUploadedToCloud', { EndpointMetaData: dropbox, PolicyDetails: [] }),
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
      [{}, ['audited', 'blocked', 'typed', 'unmatched0', 'unmatched1']],
      [{ apps: ['curl.exe'] }, ['unmatched0', 'unmatched1']],
      [{ apps: ['chrome.exe'] }, ['audited', 'typed']],
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

  /** What Defender for Cloud Apps tells of the same upload as the record, or of another one. */
  const alertOf = (id: string, properties: { file?: string; application?: string; severity?: 'low' | 'high' }): Alert =>
    toAlert(
      alertRecord(`ca${id}`, new Date().toISOString(), {
        ...scenarios['unsanctioned-app']?.({ user: uploader, application: 'WeTransfer', ...properties }, new Date())
          .alert,
        id: `ca${id}`,
      }),
    );
  const told = (events: readonly Readonly<Record<string, unknown>>[] = []) =>
    events.map(({ source, upload }) => `${source} ${Object(upload).recordId}`).sort();
  const afterRecord = async (...alerts: readonly Alert[]) => {
    await flows.append('dlpActivity', await draftsOf({ ...blocked, Id: 'first' }, 'dlpActivity'));
    await flows.append('alerts', await noteToldBy(flows.log, ['dlpActivity'])(alerts.map(toUploadDraft)));
  };

  test('starts a flow for an upload that an alert tells of, by app, person, severity and label', async () => {
    const alert = { ...alertOf('1', { severity: 'high' }), customDetails: { SensitivityLabel: 'Confidential' } };
    const rows: readonly (readonly [object, readonly string[]])[] = [
      [{}, ['alerts ca1']],
      [{ apps: ['wetransfer'] }, ['alerts ca1']],
      [{ apps: ['wetransfer.com'] }, []],
      [{ users: [uploader] }, ['alerts ca1']],
      [{ users: ['alex@contoso.com'] }, []],
      [{ minimumSeverity: 'high', labels: ['Confidential'] }, ['alerts ca1']],
      [{ labels: ['Public'] }, []],
      [{ actionsTaken: ['unknown'] }, ['alerts ca1']],
      [{ actionsTaken: ['blocked'] }, []],
    ];
    const received = await flows.receive(
      rows.map(([input]) => input),
      () => flows.append('alerts', [toUploadDraft(alert)]),
    );
    rows.forEach(([input, expected], row) => {
      assert.deepEqual([input, ...told(received[row])], [input, ...expected]);
    });
    assert.deepEqual(received[0]?.[0]?.upload, {
      recordId: 'ca1',
      operation: 'Data exfiltration to unsanctioned apps',
      occurredAt: alert.firstActivityAt,
      actionTaken: 'unknown',
      userPrincipalName: uploader,
      targetApp: 'WeTransfer',
      labelName: 'Confidential',
      alertId: 'ca1',
    });
  });

  test('starts a flow once for an upload that a record has told before an alert does', async () => {
    const [all] = await flows.receive([{}], () =>
      afterRecord(
        alertOf('same', { file: fileName }),
        alertOf('otherApp', { file: fileName, application: 'Dropbox' }),
        // It shares the ending of the domain, and of the program.
        alertOf('otherDomain', { file: fileName, application: 'www.amazon.com' }),
        alertOf('otherProgram', { file: fileName, application: 'uploader.exe' }),
        alertOf('sameDomain', { file: fileName, application: 'www.wetransfer.net' }),
        alertOf('otherFile', { file: 'Payroll 2026.xlsx' }),
        alertOf('noFile', {}),
      ),
    );
    assert.deepEqual(told(all), [
      'alerts canoFile',
      'alerts caotherApp',
      'alerts caotherDomain',
      'alerts caotherFile',
      'alerts caotherProgram',
      'dlpActivity first',
    ]);
  });

  test('starts a flow for the alert where the filter let nothing through before', async () => {
    const [byApp, bySeverity] = await flows.receive([{ apps: ['WeTransfer'] }, { minimumSeverity: 'high' }], () =>
      afterRecord(alertOf('again', { file: fileName, severity: 'high' })),
    );
    assert.deepEqual(told(byApp), ['alerts caagain']);
    assert.deepEqual(told(bySeverity), ['dlpActivity first']);
  });

  test('starts a flow once for an upload that an alert has told before a record does', async () => {
    const [all, byLabel] = await flows.receive(
      [{}, { policies: ['Highly confidential files on devices'] }],
      async () => {
        await flows.append('alerts', [toUploadDraft(alertOf('early', { file: fileName }))]);
        const drafts = await draftsOf({ ...blocked, Id: 'late' }, 'dlpActivity');
        await flows.append('dlpActivity', await noteToldBy(flows.log, ['alerts'])(drafts));
      },
    );
    assert.deepEqual(told(all), ['alerts caearly']);
    assert.deepEqual(told(byLabel), ['dlpActivity late']);
  });

  /** After an alert, what a record tells of the same file. */
  const afterAlert = async (id: string, file: string): Promise<void> => {
    const record = JSON.parse(JSON.stringify({ ...blocked, Id: id }).replaceAll(fileName, file));
    const drafts = await draftsOf(record, 'dlpActivity');
    await flows.append('dlpActivity', await noteToldBy(flows.log, ['alerts'])(drafts));
  };

  test('starts a flow that was not sent the update of the alert which passes its filter', async () => {
    const file = 'Annual report.docx';
    const inputs = [{ minimumSeverity: 'high' }, { minimumSeverity: 'high', includeUpdates: true }];
    const [raisedOnly, updatesToo] = await flows.receive(inputs, async () => {
      await flows.append('alerts', [toUploadDraft(alertOf('rising', { file, severity: 'low' }))]);
      const risen = toUploadDraft(alertOf('rising', { file, severity: 'high' }));
      await flows.append('alerts', [{ ...risen, version: 'updated' }], 'updated');
      await afterAlert('afterUpdate', file);
    });
    assert.deepEqual(told(raisedOnly), ['dlpActivity afterUpdate']);
    assert.deepEqual(told(updatesToo), ['alerts carising']);
  });

  test('starts a flow that was not sent the alert because it is from long before', async () => {
    const file = 'Employee handbook.docx';
    const [late] = await flows.receive([{}], async () => {
      const recordedAt = new Date(Date.now() - 86_400_000).toISOString();
      await flows.append('alerts', [{ ...toUploadDraft(alertOf('old', { file })), recordedAt }]);
      await afterAlert('afterOld', file);
    });
    assert.deepEqual(told(late), ['dlpActivity afterOld']);
  });

  test('starts a flow that was turned on between the two', async () => {
    await flows.append('dlpActivity', await draftsOf({ ...blocked, Id: 'before' }, 'dlpActivity'));
    const [late] = await flows.receive([{}], async () => {
      const drafts = [alertOf('after', { file: fileName })].map(toUploadDraft);
      await flows.append('alerts', await noteToldBy(flows.log, ['dlpActivity'])(drafts));
    });
    assert.deepEqual(told(late), ['alerts caafter']);
  });

  test('refuses a faulty input by its name', async () => {
    const { status, text } = await flows.subscribe({ apps: [''] });
    assert.equal(status, 400, text);
    assert.ok(text.includes('apps[0]'), text);
  });
});
