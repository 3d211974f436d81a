import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Alert } from '../../functions/alerts/alert.ts';
import { tellsOfUpload, toUploadDraft } from '../../functions/alerts/cloudAppUpload.ts';
import { exampleCloudAppAlert } from '../../functions/alerts/exampleCloudAppAlert.ts';
import { readAlerts } from '../../functions/alerts/readAlerts.ts';
import { toAlert } from '../../functions/alerts/toAlert.ts';
import { shadowItUploadSchema } from '../../functions/events/shadowItUpload.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { hostileAlert } from '../../sandbox/graph/hostileAlert.ts';
import { pseudonyms, startAlerts } from './startAlerts.ts';

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());

const names = new Set(['data exfiltration to unsanctioned apps', 'uploads to wetransfer']);
const alertWith = (properties: Partial<Alert>): Alert => ({ ...exampleCloudAppAlert, ...properties });

test('takes an alert of Defender for Cloud Apps by its title or its policy, as the setting has them', () => {
  const rows: readonly (readonly [Partial<Alert>, boolean])[] = [
    [{ title: 'Data exfiltration to unsanctioned apps' }, true],
    [{ title: ' DATA EXFILTRATION TO UNSANCTIONED APPS ' }, true],
    [{ title: 'Something went to the web', policyName: 'Uploads to WeTransfer' }, true],
    [{ title: 'Mass download by a single user' }, false],
    [{ title: 'Data exfiltration to unsanctioned apps', product: 'dlp' }, false],
    [{ title: 'Data exfiltration to unsanctioned apps', product: 'other' }, false],
  ];
  for (const [properties, expected] of rows)
    assert.deepEqual([properties, tellsOfUpload(alertWith(properties), names)], [properties, expected]);
  const { title: _, ...untitled } = exampleCloudAppAlert;
  assert.equal(tellsOfUpload(untitled, names), false);
  assert.equal(tellsOfUpload(alertWith({ title: 'Data exfiltration to unsanctioned apps' }), new Set(['none'])), false);
});

const uploadOf = (alert: Alert) => {
  const draft = toUploadDraft(alert);
  assert.deepEqual(validatorOf(shadowItUploadSchema, 'upload')(structuredClone(draft.thing)), []);
  return draft;
};

test('tells what the alert knows of app, person, file, label and action, and leaves out the rest', () => {
  const at = '2026-09-01T08:00:00Z';
  const piece = (type: string, properties: object) => ({
    '@odata.type': `#microsoft.graph.security.${type}`,
    ...properties,
  });
  const alert = toAlert({
    id: 'ca1',
    title: 'Uploads to WeTransfer',
    severity: 'high',
    status: 'new',
    serviceSource: 'microsoftDefenderForCloudApps',
    createdDateTime: at,
    lastUpdateDateTime: at,
    firstActivityDateTime: '2026-09-01T07:30:00Z',
    alertWebUrl: 'https://security.microsoft.com/alerts/ca1',
    additionalData: {
      AlertPolicyTitle: 'Uploads to WeTransfer',
      SensitivityLabelId: '49f1c7e2-3916-41df-93d3-8b6347e37c09',
    },
    customDetails: { SensitivityLabelName: 'Highly Confidential' },
    evidence: [
      piece('userEvidence', { userAccount: { userPrincipalName: 'lynne@contoso.com', azureAdUserId: 'o-1' } }),
      piece('cloudApplicationEvidence', { appId: 12345, displayName: 'WeTransfer', remediationStatus: 'blocked' }),
      piece('urlEvidence', { url: 'no address' }),
      piece('urlEvidence', { url: 'https://wetransfer.com/upload' }),
      piece('deviceEvidence', { deviceDnsName: 'contoso-lynne.contoso.com' }),
      piece('fileEvidence', { fileDetails: { fileName: 'a.docx', filePath: 'C:\\Users\\lynne' } }),
      piece('fileEvidence', { fileDetails: { fileName: 'b.docx', filePath: null } }),
    ],
  });
  const { thing, facets, ...draft } = uploadOf(alert);
  assert.deepEqual(thing, {
    recordId: 'ca1',
    operation: 'Uploads to WeTransfer',
    occurredAt: '2026-09-01T07:30:00.000Z',
    actionTaken: 'blocked',
    userPrincipalName: 'lynne@contoso.com',
    deviceName: 'contoso-lynne.contoso.com',
    targetDomain: 'wetransfer.com',
    targetApp: 'WeTransfer',
    fileName: 'a.docx',
    filePath: 'C:\\Users\\lynne',
    labelId: '49f1c7e2-3916-41df-93d3-8b6347e37c09',
    labelName: 'Highly Confidential',
    policyName: 'Uploads to WeTransfer',
    alertId: 'ca1',
  });
  assert.deepEqual(facets.named, {
    app: ['wetransfer.com', '12345', 'WeTransfer'],
    actionTaken: ['blocked'],
    file: ['a.docx', 'b.docx'],
  });
  assert.partialDeepStrictEqual(draft, {
    recordId: 'ca1.upload',
    type: 'shadowItUpload',
    actor: 'lynne@contoso.com',
    portalUrl: 'https://security.microsoft.com/alerts/ca1',
    noun: 'upload',
  });

  const { title: _, ...bare } = toAlert({
    id: 'ca2',
    createdDateTime: at,
    lastUpdateDateTime: at,
    serviceSource: null,
  });
  assert.deepEqual(uploadOf(bare).thing, {
    recordId: 'ca2',
    operation: 'Alert',
    occurredAt: '2026-09-01T08:00:00.000Z',
    actionTaken: 'unknown',
    alertId: 'ca2',
  });
});

test('reads the upload along with its alert, which comes after it and is as it always was', async () => {
  const at = '2026-08-02T01:00:00Z';
  const raise = (id: string, title: string, properties = {}) =>
    tenant.graph.raise({
      id,
      title,
      serviceSource: 'microsoftDefenderForCloudApps',
      createdDateTime: at,
      lastUpdateDateTime: at,
      ...properties,
    });
  raise('ca-upload', 'Data exfiltration to unsanctioned apps');
  raise('ca-other', 'Impossible travel');
  const window = { from: new Date(at), to: new Date('2026-08-02T02:00:00Z'), pseudonyms };
  const read = async (options: { uploadAlerts?: ReadonlySet<string> } = {}) => {
    const drafts = [];
    for await (const page of readAlerts(tenant.asApp, { ...window, ...options })) drafts.push(...page.drafts);
    return drafts;
  };
  const without = await read();
  const withUploads = await read({ uploadAlerts: names });
  assert.deepEqual(
    withUploads.filter(({ type }) => type === 'cloudAppAlert'),
    without,
  );
  const order = withUploads.map(({ recordId }) => recordId);
  assert.equal(order.length, 3);
  assert.equal(order.indexOf('ca-upload') - order.indexOf('ca-upload.upload'), 1);
});

test('bears whatever an alert holds', () => {
  const at = '2026-09-01T08:00:00Z';
  for (const kind of ['hugeStrings', 'markup'] as const) {
    const { thing } = uploadOf(toAlert({ ...hostileAlert(kind), createdDateTime: at, lastUpdateDateTime: at }));
    assert.ok(JSON.stringify(thing).length < 40_000, kind);
  }
});
