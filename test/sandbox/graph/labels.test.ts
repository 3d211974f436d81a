import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { labels } from '../../../sandbox/contoso/labels.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { type ErrorBody, type GraphFixture, startGraphFixture } from './graphFixture.ts';

const soc = sites.securityOperations;
const pathOf = ({ id }: { readonly id: string }) => `/drives/${encodeURIComponent(soc.driveId)}/items/${id}`;
const reportPath = pathOf(soc.files.incidentReport);

let fixture: GraphFixture;
let token: string;
before(async () => {
  fixture = await startGraphFixture();
  token = await fixture.delegatedToken(
    users.megan,
    'Files.ReadWrite.All',
    'SensitivityLabel.Read',
    'RecordsManagement.Read.All',
  );
});
after(() => fixture.close());

async function post<Body = ErrorBody>(path: string, body: object, method = 'POST', as = token) {
  const headers = { 'content-type': 'application/json' };
  const response = await fixture.call(path, { method, token: as, headers, body: JSON.stringify(body) });
  const text = await response.text();
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
}
const assign = (change: object, path = reportPath) =>
  post(`${path}/assignSensitivityLabel`, {
    sensitivityLabelId: labels.highlyConfidential.id,
    assignmentMethod: 'standard',
    justificationText: 'x',
    ...change,
  });

test('lists labels as the service does: no display name, no description, sublabels within', async () => {
  const response = await fixture.call('/security/dataSecurityAndGovernance/sensitivityLabels', { token });
  const { value } = (await response.json()) as { value: { sublabels: object[] }[] };
  assert.equal(value.length, 4);
  assert.partialDeepStrictEqual(value[2], { name: 'Confidential', displayName: null, description: '', locale: null });
  assert.deepEqual(value[2]?.sublabels.length, 2);
});

test('assigns a label in its own time, and tells so at a monitor that wants no token of Graph', async () => {
  fixture.graph.labelAssignments.looksUntilDone = 1;
  const { status, location, body } = await assign({});
  assert.deepEqual([status, body], [202, undefined]);
  assert.match(location, /\/_api\/v2\.0\/monitor\/[\w-]+\?tempAuth=v1\./);
  assert.equal((await fixture.call(location, { token })).status, 401);
  assert.equal((await fixture.call(location.replace(/tempAuth=.*/, 'tempAuth=v1.x'))).status, 404);
  assert.equal((await fixture.call(location, { method: 'POST' })).status, 405);
  const first = await fixture.call(location);
  assert.partialDeepStrictEqual([first.status, await first.json()], [202, { status: 'inProgress' }]);
  const label = () => fixture.graph.drives.item(soc.driveId, soc.files.incidentReport.id)?.sensitivityLabel;
  assert.equal(label()?.sensitivityLabelId, labels.confidentialAllEmployees.id);
  const second = await fixture.call(location);
  assert.partialDeepStrictEqual([second.status, await second.json()], [200, { status: 'completed' }]);
  assert.equal(label()?.sensitivityLabelId, labels.highlyConfidential.id);
});

test('refuses what Graph does not know, and a downgrade without a justification', async () => {
  for (const change of [
    { sensitivityLabelId: 7 },
    { assignmentMethod: 'manual' },
    { label: 'x' },
    { sensitivityLabelId: labels.public.id, justificationText: ' ' },
    { sensitivityLabelId: '', justificationText: undefined },
  ]) {
    assert.equal((await assign(change)).status, 400, JSON.stringify(change));
  }
  assert.equal((await assign({ sensitivityLabelId: 'unknown' })).status, 404);
  assert.equal((await assign({ justificationText: undefined })).status, 202, 'to the label that it has');
});

test('opens Office files and PDFs only, and none that is encrypted twice', async () => {
  const log = await assign({}, pathOf(soc.files.firewallLog));
  assert.deepEqual([log.status, log.body.error.code], [400, 'notSupported']);
  for (const action of ['extractSensitivityLabels', 'assignSensitivityLabel']) {
    const locked = await post(`${pathOf(soc.files.vaultKeys)}/${action}`, { sensitivityLabelId: '' });
    assert.deepEqual([locked.status, locked.body.error.code], [423, 'fileDoubleKeyEncrypted']);
  }
});

test('asks for payment, and locks a file, on demand', async () => {
  fixture.graph.faults.plan({ fault: { kind: 'paymentRequired' } });
  const unpaid = await assign({});
  assert.deepEqual([unpaid.status, unpaid.body.error.code], [402, 'paymentRequired']);
  fixture.graph.faults.plan({ fault: { kind: 'locked', code: 'fileDecryptionDeferred' } });
  const locked = await assign({});
  assert.deepEqual([locked.status, locked.body.error.code], [423, 'fileDecryptionDeferred']);
});

test('sets a retention label with 201 first and 200 then, and keeps that of a record', async () => {
  const path = `${reportPath}/retentionLabel`;
  assert.equal((await fixture.call(path, { token })).status, 204);
  const set = (name: string) => post<object>(path, { name }, 'PATCH');
  assert.equal((await set('Keep 7 years')).status, 201);
  const again = await set('Contract');
  assert.partialDeepStrictEqual([again.status, again.body], [200, { name: 'Contract', retentionSettings: {} }]);
  assert.equal((await set('Keep 7 years')).status, 403);
  assert.equal((await set('Keep 8 years')).status, 400);
});

test('lets who has full control change the label of a record, and nobody that of a regulatory record', async () => {
  const fullControl = await fixture.delegatedToken(users.megan, 'Sites.FullControl.All');
  const set = (name: string) =>
    post<object>(`${pathOf(soc.files.runbook)}/retentionLabel`, { name }, 'PATCH', fullControl);
  await set('Contract');
  const regulatory = await set('Trade confirmation');
  assert.partialDeepStrictEqual(
    [regulatory.status, regulatory.body],
    [
      200,
      { retentionSettings: { behaviorDuringRetentionPeriod: 'retainAsRegulatoryRecord', isLabelUpdateAllowed: false } },
    ],
  );
  assert.equal((await set('Contract')).status, 403);
  assert.equal((await set('Trade confirmation')).status, 403);
});

test('tells retention labels to people only', async () => {
  const path = '/security/labels/retentionLabels';
  assert.equal((await fixture.call(path, { token })).status, 200);
  const app = await fixture.applicationToken('RecordsManagement.Read.All');
  assert.equal((await fixture.call(path, { token: app })).status, 403);
});
