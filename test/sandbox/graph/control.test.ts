import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AlertPage, type GraphFixture, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
before(async () => {
  fixture = await startGraphFixture();
});
after(() => fixture.close());

async function play(name: string, wish?: object, headers: Record<string, string> = {}) {
  const response = await fixture.call(`${fixture.graph.origin}/sandbox/scenarios/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    ...(wish && { body: JSON.stringify(wish) }),
  });
  const body = (await response.json()) as AlertPage & { error?: { message: string } };
  return { status: response.status, value: body.value, message: body.error?.message };
}

test('raises a DLP match without any wish, and Graph lists it at once', async () => {
  const { status, value } = await play('dlp-match');
  assert.equal(status, 200);
  const { body } = await fixture.get<AlertPage>('/security/alerts_v2?$top=1');
  assert.equal(body.value[0]?.id, value[0]?.id);
  assert.match(String(value[0]?.title), /^DLP policy \(Financial data\) matched for document/);
});

test('raises a DLP match with the wished severity, user, file and policy', async () => {
  const wish = { severity: 'low', user: 'Diego Siciliani', file: 'payroll 2026.xlsx', policy: 'Employee records' };
  const { value } = await play('dlp-match', wish);
  assert.partialDeepStrictEqual(value, [
    {
      severity: 'low',
      additionalData: { AlertPolicyTitle: 'Employee records' },
      evidence: [
        { userAccount: { userPrincipalName: 'diego@contoso.com' } },
        { fileDetails: { fileName: 'Payroll 2026.xlsx' } },
      ],
    },
  ]);
});

test('finds the match of a policy for devices on a device, and of one for chats in Teams', async () => {
  const device = await play('dlp-match', { policy: 'Highly confidential files on devices' });
  assert.partialDeepStrictEqual(device.value, [
    {
      evidence: [
        {},
        { '@odata.type': '#microsoft.graph.security.deviceEvidence' },
        { '@odata.type': '#microsoft.graph.security.fileEvidence' },
      ],
    },
  ]);
  const chat = await play('dlp-match', { policy: 'Card numbers in Teams chats' });
  assert.partialDeepStrictEqual(chat.value, [
    { evidence: [{}, { '@odata.type': '#microsoft.graph.security.teamsMessageEvidence' }] },
  ]);
});

test('finds the match in a mail when a recipient is wished for', async () => {
  const { value } = await play('dlp-match', { user: 'pradeep@contoso.com', recipient: 'payroll@fabrikam.com' });
  assert.partialDeepStrictEqual(value, [
    {
      evidence: [
        {},
        {
          '@odata.type': '#microsoft.graph.security.analyzedMessageEvidence',
          p1Sender: { emailAddress: 'pradeep@contoso.com' },
          recipientEmailAddress: 'payroll@fabrikam.com',
        },
        { '@odata.type': '#microsoft.graph.security.mailboxEvidence', upn: 'pradeep@contoso.com' },
      ],
    },
  ]);
});

test('raises insider risk and cloud app alerts with the ids and sources of their products', async () => {
  const [insider] = (await play('insider-risk', { user: 'lee@contoso.com' })).value;
  assert.match(String(insider?.id), /^ir/);
  assert.equal(insider?.serviceSource, 'microsoftInsiderRiskManagement');
  const [cloudApp] = (await play('cloud-app', { count: 3 })).value;
  assert.match(String(cloudApp?.id), /^ca[0-9a-f]{24}$/);
  assert.equal(cloudApp?.detectionSource, 'cloudAppSecurity');
});

test('raises an alert about data that went to an unsanctioned app, with the file where one is wished for', async () => {
  const [plain] = (await play('unsanctioned-app')).value;
  assert.equal(plain?.title, 'Data exfiltration to unsanctioned apps');
  assert.match(String(plain?.id), /^ca[0-9a-f]{24}$/);
  assert.doesNotMatch(JSON.stringify(plain), /fileEvidence/);
  const wish = { file: 'Falcon term sheet.docx', application: 'WeTransfer', title: 'Uploads to WeTransfer' };
  const [wished] = (await play('unsanctioned-app', wish)).value;
  assert.equal(wished?.title, 'Uploads to WeTransfer');
  assert.match(JSON.stringify(wished), /"displayName":"WeTransfer".*"fileName":"Falcon term sheet\.docx"/);
  assert.match((await play('unsanctioned-app', { file: 'No such' })).message ?? '', /Falcon term sheet\.docx/);
});

test('updates an alert that is there, and says so when it is not', async () => {
  const [alert] = (await play('dlp-match')).value;
  const updated = await play('alert-update', { id: alert?.id, status: 'resolved' });
  assert.equal(updated.value[0]?.status, 'resolved');
  assert.notEqual(updated.value[0]?.lastUpdateDateTime, alert?.lastUpdateDateTime);
  assert.equal((await play('alert-update', { id: 'dl0', status: 'resolved' })).status, 404);
  assert.equal((await play('alert-update', { id: alert?.id, severity: 'low' })).status, 400);
});

test('names what there is when a wish cannot be fulfilled', async () => {
  assert.match((await play('dlp-match', { policy: 'No such' })).message ?? '', /Financial data, Employee records/);
  assert.match((await play('dlp-match', { file: 'No such' })).message ?? '', /Card payments Q3\.xlsx/);
  assert.match((await play('dlp-match', { severity: 'severe' })).message ?? '', /informational, low, medium, high/);
  assert.match((await play('no-such')).message ?? '', /dlp-match, insider-risk, cloud-app/);
  assert.equal((await play('dlp-match', { count: 10_001 })).status, 400);
});

test('is closed to web pages', async () => {
  const { status } = await play('dlp-match', {}, { origin: 'https://contoso.com' });
  assert.equal(status, 403);
});

test('raises an insider risk alert with the name shown or hidden, in an incident of choice', async () => {
  const shown = await play('insider-risk', { user: 'lee@contoso.com', incident: '4711' });
  assert.partialDeepStrictEqual(shown.value, [
    { incidentId: '4711', evidence: [{ userAccount: { userPrincipalName: 'lee@contoso.com' } }] },
  ]);
  const hidden = await play('insider-risk', { user: 'lee@contoso.com', names: 'hidden' });
  assert.doesNotMatch(JSON.stringify(hidden.value), /Lee Gu|lee@/);
  assert.match(JSON.stringify(hidden.value), /"displayName":"Anony\w+-\d+"/);
  assert.equal((await play('insider-risk', { names: 'perhaps' })).status, 400);
});

test('handles an incident, and merges it into another one', async () => {
  const [{ incidentId: first }] = (await play('dlp-match')).value as [{ incidentId: string }];
  const [{ incidentId: second }] = (await play('cloud-app')).value as [{ incidentId: string }];
  const updated = await play('incident-update', { id: first, status: 'inProgress', assignedTo: 'megan@contoso.com' });
  assert.partialDeepStrictEqual(updated.value, [{ id: first, status: 'inProgress', assignedTo: 'megan@contoso.com' }]);
  const merged = await play('incident-merge', { id: first, into: second });
  assert.partialDeepStrictEqual(merged.value, [
    { id: first, status: 'redirected' },
    { id: second, status: 'active' },
  ]);
  assert.ok(String(merged.value[1]?.title).length > 0);
  assert.equal((await play('incident-merge', { id: first, into: second })).status, 400);
  assert.equal((await play('incident-merge', { id: second, into: second })).status, 400);
  assert.equal((await play('incident-update', { id: '0', status: 'active' })).status, 404);
});
