import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alertSchema } from '../../functions/alerts/alert.ts';
import { toAlert } from '../../functions/alerts/toAlert.ts';
import { present } from '../../functions/integrations/vendorJson/present.ts';
import { UnmappableRecord } from '../../functions/integrations/vendorJson/unmappableRecord.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { graphEvidence } from './graphEvidence.ts';

/** An alert as Graph sends it, unset scalars as null. */
const graphAlert = (properties: Record<string, unknown> = {}) => ({
  id: 'dl1',
  actorDisplayName: null,
  additionalData: { '@odata.type': '#microsoft.graph.security.dictionary', alertPolicyTitle: 'Financial data' },
  alertPolicyId: 'p-1',
  alertWebUrl: 'https://security.microsoft.com/alerts/dl1',
  assignedTo: null,
  categories: [],
  category: 'Exfiltration',
  classification: null,
  comments: [{ comment: 'Seen.', createdByDisplayName: 'Megan Bowen', createdDateTime: '2026-09-01T08:03:00Z' }],
  createdDateTime: '2026-09-01T08:00:00.1234567Z',
  customDetails: null,
  description: 'At length.',
  detectionSource: 'microsoftDataLossPrevention',
  detectorId: 'correlation-1',
  determination: null,
  evidence: [],
  firstActivityDateTime: '2026-09-01T07:00:00Z',
  incidentId: '42',
  incidentWebUrl: 'https://security.microsoft.com/incidents/42',
  investigationState: 'unsupportedAlertType',
  lastActivityDateTime: null,
  lastUpdateDateTime: '2026-09-01T08:05:00Z',
  mitreTechniques: ['T1530'],
  productName: 'Microsoft Data Loss Prevention',
  providerAlertId: '1',
  recommendedActions: null,
  resolvedDateTime: '0001-01-01T00:00:00Z',
  serviceSource: 'dataLossPrevention',
  severity: 'high',
  status: 'inProgress',
  systemTags: [],
  tenantId: 't-1',
  threatDisplayName: null,
  threatFamilyName: null,
  title: 'A match',
  ...properties,
});

const piece = (type: string, properties: object) => ({
  '@odata.type': `#microsoft.graph.security.${type}`,
  ...properties,
});
const user = (userPrincipalName: string | null, displayName: string, roles: string[] = []) =>
  piece('userEvidence', {
    roles,
    userAccount: { userPrincipalName, displayName, azureAdUserId: `id of ${displayName}` },
  });

test('maps every property to our words, without nulls and with times in UTC', () => {
  assert.deepEqual(toAlert(graphAlert()), {
    alertId: 'dl1',
    title: 'A match',
    description: 'At length.',
    severity: 'high',
    status: 'inProgress',
    product: 'dlp',
    policyName: 'Financial data',
    policyId: 'p-1',
    createdAt: '2026-09-01T08:00:00.123Z',
    updatedAt: '2026-09-01T08:05:00.000Z',
    firstActivityAt: '2026-09-01T07:00:00.000Z',
    portalUrl: 'https://security.microsoft.com/alerts/dl1',
    incidentId: '42',
    incidentUrl: 'https://security.microsoft.com/incidents/42',
    categories: ['Exfiltration'],
    comments: [{ comment: 'Seen.', createdBy: 'Megan Bowen', createdAt: '2026-09-01T08:03:00.000Z' }],
    productName: 'Microsoft Data Loss Prevention',
    serviceSource: 'dataLossPrevention',
    detectionSource: 'microsoftDataLossPrevention',
    detectorId: 'correlation-1',
    providerAlertId: '1',
    investigationState: 'unsupportedAlertType',
    mitreTechniques: ['T1530'],
    tenantId: 't-1',
    additionalData: { alertPolicyTitle: 'Financial data' },
  });
});

test('leaves out unset items of lists', () => {
  const nothing = { categories: undefined, comments: undefined, evidence: undefined, systemTags: undefined };
  const lists = { categories: ['Exfiltration', null], comments: [null], evidence: [null], systemTags: [null] };
  assert.deepEqual(toAlert(graphAlert(lists)), toAlert(graphAlert({ ...nothing, categories: ['Exfiltration'] })));
});

test('lists users, files, mails and the rest of the useful evidence, each thing once', () => {
  const path = 'https://contoso-my.sharepoint.com/personal/adele/Documents';
  const alert = toAlert(
    graphAlert({
      evidence: [
        user('megan@contoso.com', 'Megan Bowen'),
        user('adele@contoso.com', 'Adele Vance', ['policyViolator']),
        user('MEGAN@contoso.com', 'Megan'),
        piece('mailboxEvidence', { upn: 'Adele@contoso.com', displayName: 'Adele Vance' }),
        piece('fileEvidence', { fileDetails: { fileName: 'Pay roll.xlsx', filePath: path, fileSize: 12 } }),
        piece('fileEvidence', { fileDetails: { fileName: 'Pay roll.xlsx', filePath: path, fileSize: 12 } }),
        piece('fileEvidence', { fileDetails: { fileName: 'No #2.xlsx', filePath: `${path}/My files/No #2.xlsx` } }),
        piece('fileEvidence', { fileDetails: { fileName: 'a.txt', filePath: 'C:\\Users\\adele' } }),
        piece('analyzedMessageEvidence', {
          subject: 'Salaries',
          p1Sender: { emailAddress: 'bounce@contoso.com' },
          p2Sender: { emailAddress: 'adele@contoso.com' },
          recipientEmailAddress: 'eve@fabrikam.com',
          urls: ['https://fabrikam.com/x'],
        }),
        piece('teamsMessageEvidence', {
          messageId: 'm-1',
          urls: [{ url: 'https://contoso.sharepoint.com/sites/hr/a.docx' }],
        }),
        piece('deviceEvidence', { deviceDnsName: 'pc1.contoso.com', mdeDeviceId: 'd-1' }),
        piece('cloudApplicationEvidence', { appId: 20_892, displayName: 'Microsoft SharePoint Online' }),
      ],
    }),
  );
  assert.equal(alert.actor, 'adele@contoso.com');
  assert.equal(alert.userDisplayName, 'Adele Vance');
  assert.deepEqual(alert.users, [
    { userPrincipalName: 'megan@contoso.com', displayName: 'Megan Bowen', objectId: 'id of Megan Bowen' },
    { userPrincipalName: 'adele@contoso.com', displayName: 'Adele Vance', objectId: 'id of Adele Vance' },
  ]);
  assert.deepEqual(alert.files, [
    { name: 'Pay roll.xlsx', path, sizeBytes: 12, url: `${path}/Pay%20roll.xlsx` },
    { name: 'No #2.xlsx', path: `${path}/My files/No #2.xlsx`, url: `${path}/My%20files/No%20%232.xlsx` },
    { name: 'a.txt', path: 'C:\\Users\\adele' },
  ]);
  assert.deepEqual(alert.mails, [{ subject: 'Salaries', sender: 'adele@contoso.com', recipient: 'eve@fabrikam.com' }]);
  assert.deepEqual(alert.sites, [
    'https://contoso-my.sharepoint.com/personal/adele',
    'https://contoso.sharepoint.com/sites/hr',
  ]);
  assert.deepEqual(alert.urls, ['https://contoso.sharepoint.com/sites/hr/a.docx', 'https://fabrikam.com/x']);
  assert.deepEqual(alert.teamsMessages, [{ messageId: 'm-1' }]);
  assert.deepEqual(alert.devices, [{ name: 'pc1.contoso.com', mdeDeviceId: 'd-1' }]);
  assert.deepEqual(alert.cloudApps, [{ name: 'Microsoft SharePoint Online', appId: '20892' }]);
  assert.equal(alert.evidence?.length, 12);
});

test('shows a pseudonym where insider risk management hides the name', () => {
  const alert = toAlert(
    graphAlert({
      id: 'ir1',
      serviceSource: 'microsoftInsiderRiskManagement',
      evidence: [user(null, 'AnonyIS8-988')],
    }),
  );
  assert.equal(alert.product, 'insiderRisk');
  assert.equal(alert.pseudonym, 'AnonyIS8-988');
  assert.equal(alert.actor, 'AnonyIS8-988');
  assert.equal('userPrincipalName' in alert || 'userDisplayName' in alert, false);
});

const mailbox = (upn: string, displayName: string) => piece('mailboxEvidence', { upn, displayName });
const subjects = [
  {
    of: 'the user alone, whoever owns the mailbox',
    evidence: [user('adele@contoso.com', ''), mailbox('bob@contoso.com', 'Bob Recipient')],
    says: { actor: 'adele@contoso.com', userPrincipalName: 'adele@contoso.com' },
  },
  {
    of: 'the user, by the name that their own mailbox tells',
    evidence: [
      user('adele@contoso.com', ''),
      mailbox('bob@contoso.com', 'Bob Recipient'),
      mailbox('Adele@contoso.com', 'Adele Vance'),
    ],
    says: { actor: 'adele@contoso.com', userPrincipalName: 'adele@contoso.com', userDisplayName: 'Adele Vance' },
  },
  {
    of: 'the owner of the mailbox where no user is named',
    evidence: [
      piece('userEvidence', { userAccount: null }),
      mailbox('adele@contoso.com', 'Adele Vance'),
      mailbox('bob@contoso.com', 'Bob Recipient'),
    ],
    says: { actor: 'adele@contoso.com', userPrincipalName: 'adele@contoso.com', userDisplayName: 'Adele Vance' },
  },
  {
    of: 'a pseudonym that insider risk management gave, whoever owns the mailbox',
    id: 'ir1',
    evidence: [user(null, 'AnonyIS8-988'), mailbox('bob@contoso.com', 'Bob Recipient')],
    says: { actor: 'AnonyIS8-988', pseudonym: 'AnonyIS8-988' },
  },
];
for (const { of, id = 'dl1', evidence, says } of subjects) {
  test(`is about ${of}`, () => {
    const serviceSource = id === 'ir1' ? 'microsoftInsiderRiskManagement' : 'dataLossPrevention';
    const { actor, userPrincipalName, userDisplayName, pseudonym } = toAlert(
      graphAlert({ id, serviceSource, evidence }),
    );
    assert.deepEqual(present({ actor, userPrincipalName, userDisplayName, pseudonym }), says);
  });
}

const masked = 'unknownFutureValue';
const origins = [
  { says: { serviceSource: 'microsoftDefenderForCloudApps' }, product: 'cloudApps' },
  { says: { serviceSource: 'microsoftDefenderForEndpoint', id: 'dl9' }, product: 'other' },
  { says: { serviceSource: masked, detectionSource: 'cloudAppSecurity' }, product: 'cloudApps' },
  { says: { serviceSource: masked, detectionSource: masked, id: 'ir9' }, product: 'insiderRisk' },
  { says: { serviceSource: masked, detectionSource: masked, id: 'ca9' }, product: 'cloudApps' },
  {
    says: { serviceSource: masked, detectionSource: null, id: '9', productName: 'Microsoft Insider Risk Management' },
    product: 'insiderRisk',
  },
  { says: { serviceSource: masked, detectionSource: masked, id: 'sn9', productName: 'Sentinel' }, product: 'other' },
];
for (const { says, product } of origins) {
  test(`knows ${product} by ${JSON.stringify(says)}`, () => {
    assert.equal(toAlert(graphAlert(says)).product, product);
  });
}

test('gives the source its name again that Graph masked', () => {
  assert.equal(
    toAlert(graphAlert({ id: 'ir9', serviceSource: masked, detectionSource: masked })).serviceSource,
    'microsoftInsiderRiskManagement',
  );
  assert.equal(
    toAlert(graphAlert({ id: 'sn9', serviceSource: masked })).detectionSource,
    'microsoftDataLossPrevention',
  );
});

test('calls enumeration members that it does not know unknown', () => {
  const alert = toAlert(graphAlert({ severity: 'catastrophic', status: masked, classification: 'newOne' }));
  assert.deepEqual([alert.severity, alert.status, alert.classification], ['unknown', 'unknown', 'unknown']);
});

test('leaves out a portal link that is no https address', () => {
  for (const alertWebUrl of ['javascript:alert(1)', 'http://security.microsoft.com', 'not an address', '']) {
    assert.equal('portalUrl' in toAlert(graphAlert({ alertWebUrl })), false);
  }
  const { portalUrl } = toAlert(graphAlert({ alertWebUrl: 'https://security.microsoft.com/a"b?tid=<c>#"d' }));
  assert.equal(portalUrl, 'https://security.microsoft.com/a%22b?tid=%3Cc%3E#%22d');
});

test('cuts texts over 32 KB at a whole character and marks them', () => {
  const { title = '', additionalData } = toAlert(
    graphAlert({ title: '€'.repeat(20_000), additionalData: { long: 'x'.repeat(40_000) } }),
  );
  assert.match(title, /^€+… \[cut\]$/);
  assert.ok(Buffer.byteLength(title) <= 32 * 1024 && Buffer.byteLength(title) > 32 * 1024 - 3);
  assert.match(String(additionalData?.long), /^x+… \[cut\]$/);
  assert.equal(toAlert(graphAlert({ title: 'x'.repeat(32 * 1024) })).title, 'x'.repeat(32 * 1024));
});

const unmappable = [
  { record: null, reason: /not an object/ },
  { record: graphAlert({ id: 7 }), reason: /^id: expected an id/ },
  { record: graphAlert({ id: '' }), reason: /^id:/ },
  { record: graphAlert({ id: 'x'.repeat(201) }), reason: /^id: expected/ },
  { record: graphAlert({ id: 'dl 1' }), reason: /^id: expected an/ },
  { record: graphAlert({ createdDateTime: '7' }), reason: /^createdDateTime: expected a time, got another text/ },
  { record: graphAlert({ createdDateTime: null }), reason: /^createdDateTime: expected a time, got nothing/ },
  { record: graphAlert({ lastUpdateDateTime: 'yesterday' }), reason: /^lastUpdateDateTime: expected a time/ },
  { record: graphAlert({ title: { text: 'x' } }), reason: /^title: expected a text, got an object/ },
  { record: graphAlert({ severity: 7 }), reason: /^severity: expected a text, got a number/ },
  { record: graphAlert({ evidence: 'file' }), reason: /^evidence: expected a list/ },
  { record: graphAlert({ evidence: ['file'] }), reason: /^evidence: expected a list of objects/ },
  { record: graphAlert({ categories: [7] }), reason: /^categories: expected a list of texts/ },
  { record: graphAlert({ additionalData: ['x'] }), reason: /^additionalData: expected an object, got a list/ },
];
for (const { record, reason } of unmappable) {
  test(`cannot map a record with the fault ${reason.source}`, () => {
    assert.throws(
      () => toAlert(record),
      (error) => {
        assert.ok(error instanceof UnmappableRecord);
        assert.match(error.message, reason);
        assert.equal(error.recordId, record?.id === 'dl1' ? 'dl1' : undefined);
        return true;
      },
    );
  });
}

test('fits the schema that flow makers see, whatever the evidence', () => {
  const alert = toAlert(graphAlert({ evidence: graphEvidence }));
  assert.deepEqual(validatorOf(alertSchema, 'alert')(alert), []);
});
