import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { dlpPolicies } from '../../../sandbox/contoso/dlpPolicies.ts';
import { sites } from '../../../sandbox/contoso/sites.ts';
import { dlpAlert } from '../../../sandbox/graph/dlpAlert.ts';
import { insiderRiskAlert } from '../../../sandbox/graph/insiderRiskAlert.ts';
import { type AlertPage, adele, type ErrorBody, type GraphFixture, megan, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
before(async () => {
  fixture = await startGraphFixture();
});
beforeEach(() => fixture.graph.alerts.clear());
after(() => fixture.close());

const match = {
  policy: dlpPolicies.financialData,
  rule: dlpPolicies.financialData.rules[0],
  user: adele,
  location: { kind: 'file', site: sites.finance, file: sites.finance.files.cardPayments },
} as const;

function raiseAt(createdDateTime: string, more: object = {}) {
  return fixture.graph.raise({ createdDateTime, ...more });
}

test('lists the newest alert first with every property of the metadata, unset ones being null', async () => {
  raiseAt('2026-11-01T08:00:00Z', { title: 'older' });
  raiseAt('2026-11-01T09:00:00Z', { title: 'newer' });
  const { status, body } = await fixture.get<AlertPage>('/security/alerts_v2');
  assert.equal(status, 200);
  assert.deepEqual(
    body.value.map(({ title }) => title),
    ['newer', 'older'],
  );
  assert.equal(Object.keys(body.value[0] ?? {}).length, 36);
  assert.equal(body.value[0]?.assignedTo, null);
  assert.equal(body['@odata.context'], `${fixture.graph.origin}/v1.0/$metadata#security/alerts_v2`);
});

test('a DLP alert carries its policy, its actor and its file as Purview writes them', async () => {
  const { id } = fixture.graph.raise(dlpAlert({ ...match, at: new Date('2026-11-20T10:00:00Z') }));
  const { body } = await fixture.get<Record<string, unknown>>(`/security/alerts_v2/${id}`);
  assert.match(id, /^dl[0-9a-f-]{36}$/);
  assert.equal(body.providerAlertId, id.slice(2));
  assert.equal(body.serviceSource, 'dataLossPrevention');
  assert.equal(body.detectionSource, 'microsoftDataLossPrevention');
  assert.equal(body.severity, 'high');
  assert.equal(body.alertPolicyId, dlpPolicies.financialData.id);
  assert.deepEqual(body.additionalData, { AlertPolicyTitle: 'Financial data' });
  assert.match(String(body.incidentId), /^\d+$/);
  assert.partialDeepStrictEqual(body.evidence, [
    {
      '@odata.type': '#microsoft.graph.security.userEvidence',
      roles: ['policyViolator'],
      userAccount: { userPrincipalName: 'adele@contoso.com', azureAdUserId: adele.id },
    },
    {
      '@odata.type': '#microsoft.graph.security.fileEvidence',
      fileDetails: {
        fileName: 'Card payments Q3.xlsx',
        filePath: 'https://contoso.sharepoint.com/sites/finance/Shared%20Documents/Payments/Card%20payments%20Q3.xlsx',
      },
    },
  ]);
});

test('masks newer enum members unless that very request prefers to see them', async () => {
  fixture.graph.raise(insiderRiskAlert({ user: adele, policyName: 'Leaks', at: new Date() }));
  fixture.graph.raise({
    evidence: [{ '@odata.type': '#microsoft.graph.security.urlEvidence', remediationStatus: 'active' }],
  });
  const masked = await fixture.get<AlertPage>('/security/alerts_v2');
  assert.partialDeepStrictEqual(masked.body.value, [
    { evidence: [{ remediationStatus: 'unknownFutureValue' }] },
    { serviceSource: 'unknownFutureValue', detectionSource: 'unknownFutureValue' },
  ]);
  const open = await fixture.get<AlertPage>('/security/alerts_v2', {
    prefer: 'odata.maxpagesize=5, include-unknown-enum-members',
  });
  assert.partialDeepStrictEqual(open.body.value, [
    { evidence: [{ remediationStatus: 'active' }] },
    { serviceSource: 'microsoftInsiderRiskManagement', detectionSource: 'microsoftInsiderRiskManagement' },
  ]);
});

test('filters on a newer member only together with the header', async () => {
  fixture.graph.raise(insiderRiskAlert({ user: adele, policyName: 'Leaks', at: new Date() }));
  const path = `/security/alerts_v2?$filter=${encodeURIComponent("serviceSource eq 'microsoftInsiderRiskManagement'")}`;
  assert.equal((await fixture.get(path)).status, 400);
  const { body } = await fixture.get<AlertPage>(path, { prefer: 'include-unknown-enum-members' });
  assert.equal(body.value.length, 1);
});

test('follows absolute next links that keep the filter, to the end', async () => {
  for (let hour = 10; hour < 17; hour += 1)
    raiseAt(`2026-11-01T${hour}:00:00Z`, { severity: hour % 2 ? 'low' : 'high' });
  const filter = encodeURIComponent("severity eq 'high' and createdDateTime ge 2026-11-01T00:00:00Z");
  const seen: unknown[] = [];
  let pages = 0;
  let link: string | undefined = `/security/alerts_v2?$filter=${filter}&$top=1&$count=true`;
  while (link) {
    pages += 1;
    const { body }: { body: AlertPage } = await fixture.get<AlertPage>(link);
    assert.equal(body['@odata.count'], 4);
    seen.push(...body.value.map(({ createdDateTime }) => String(createdDateTime).slice(11, 13)));
    link = body['@odata.nextLink'];
    if (link) assert.ok(link.startsWith(`${fixture.graph.origin}/v1.0/security/alerts_v2?`));
  }
  assert.deepEqual(seen, ['16', '14', '12', '10']);
  assert.equal(pages, 4, 'the last page leads on to none');
});

test('an alert that leaves the filter between two pages makes the next page skip one', async () => {
  const ids = [1, 2, 3, 4].map((hour) => raiseAt(`2026-11-01T0${hour}:00:00Z`).id).reverse();
  const unhook = fixture.graph.beforePage(({ skip }) => {
    if (skip === 2) fixture.graph.update(ids[0] ?? '', { status: 'resolved' });
  });
  const first = await fixture.get<AlertPage>(
    `/security/alerts_v2?$top=2&$filter=${encodeURIComponent("status eq 'new'")}`,
  );
  const second = await fixture.get<AlertPage>(first.body['@odata.nextLink'] ?? '');
  unhook();
  assert.deepEqual(
    first.body.value.map(({ id }) => id),
    ids.slice(0, 2),
  );
  assert.deepEqual(
    second.body.value.map(({ id }) => id),
    [ids[3]],
  );
});

test('refuses $orderby, unknown options, too large a $top and a page size that is no number', async () => {
  for (const query of [
    '$orderby=createdDateTime',
    '$expand=evidence',
    '$search=x',
    'top=5',
    '$top=1001',
    '$top=-1',
    '$skip=a',
    '$top=1&$top=2',
  ]) {
    const { status, body } = await fixture.get<ErrorBody>(`/security/alerts_v2?${query}`);
    assert.equal(status, 400, query);
    assert.equal(body.error.code, 'BadRequest');
  }
});

test('lists with $orderby where the tenant is told to allow it', async (context) => {
  const sorting = await startGraphFixture({ sortableAlertProperties: ['createdDateTime'] });
  context.after(() => sorting.close());
  sorting.graph.raise({ createdDateTime: '2026-11-01T09:00:00Z' });
  sorting.graph.raise({ createdDateTime: '2026-11-01T08:00:00Z' });
  const { body } = await sorting.get<AlertPage>('/security/alerts_v2?$orderby=createdDateTime asc');
  assert.deepEqual(
    body.value.map(({ createdDateTime }) => createdDateTime),
    ['2026-11-01T08:00:00Z', '2026-11-01T09:00:00Z'],
  );
});

test('updates what may be updated and moves lastUpdateDateTime each time', async () => {
  const { id } = fixture.graph.raise();
  const token = await fixture.delegatedToken(megan, 'SecurityAlert.ReadWrite.All');
  const stamps = new Set([fixture.graph.alerts.get(id)?.lastUpdateDateTime]);
  for (const status of ['inProgress', 'resolved']) {
    const response = await patch(id, token, {
      status,
      determination: 'compromisedAccount',
      assignedTo: 'megan@contoso.com',
    });
    assert.equal(response.status, 200);
    const body = (await response.json()) as Record<string, string>;
    assert.equal(body.status, status);
    assert.equal(body.determination, 'compromisedAccount');
    stamps.add(body.lastUpdateDateTime);
  }
  assert.equal(stamps.size, 3);
  assert.ok(fixture.graph.alerts.get(id)?.resolvedDateTime);
});

test('refuses members that Graph does not know, properties that cannot change, and empty updates', async () => {
  const { id } = fixture.graph.raise();
  const token = await fixture.applicationToken('SecurityAlert.ReadWrite.All');
  const before = structuredClone(fixture.graph.alerts.get(id));
  const bodies = [
    { status: 'newAlert' },
    { determination: 'compromisedUser' },
    { classification: 'benign' },
    { severity: 'low' },
    { title: 'x' },
    { assignedTo: 5 },
    { customDetails: [] },
    {},
    [],
  ];
  for (const body of bodies) assert.equal((await patch(id, token, body)).status, 400, JSON.stringify(body));
  assert.deepEqual(fixture.graph.alerts.get(id), before);
});

test('answers a comment with all comments, under the name of who wrote it', async () => {
  const { id, lastUpdateDateTime } = fixture.graph.raise();
  const token = await fixture.delegatedToken(megan, 'SecurityAlert.ReadWrite.All');
  const write = (body: unknown) =>
    fixture.call(`/security/alerts_v2/${id}/comments`, { method: 'POST', token, ...json(body) });
  await write({ comment: 'first' });
  const response = await write({ '@odata.type': 'microsoft.graph.security.alertComment', comment: 'second' });
  assert.equal(response.status, 200);
  assert.partialDeepStrictEqual(await response.json(), {
    value: [
      { comment: 'first', createdByDisplayName: 'Megan Bowen' },
      { comment: 'second', createdByDisplayName: 'Megan Bowen' },
    ],
  });
  assert.ok((fixture.graph.alerts.get(id)?.lastUpdateDateTime ?? '') > lastUpdateDateTime);
  for (const body of [{ comment: '' }, { comment: 1 }, { text: 'x' }, { '@odata.type': 'x', comment: 'x' }]) {
    assert.equal((await write(body)).status, 400, JSON.stringify(body));
  }
});

test('cuts the right page from a time window over 10,000 alerts', async () => {
  const start = Date.parse('2026-11-01T00:00:00Z');
  for (let index = 0; index < 10_000; index += 1) {
    fixture.graph.raise(dlpAlert({ ...match, at: new Date(start + index * 1000) }));
  }
  const filter = encodeURIComponent(
    'lastUpdateDateTime ge 2026-11-01T00:00:00Z and lastUpdateDateTime lt 2026-11-01T02:00:00Z',
  );
  const { body } = await fixture.get<AlertPage>(`/security/alerts_v2?$filter=${filter}&$top=50&$skip=7100&$count=true`);
  assert.equal(body['@odata.count'], 7200);
  assert.equal(body.value[0]?.createdDateTime, '2026-11-01T00:01:39.0000000Z');
});

function json(body: unknown) {
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function patch(id: string, token: string, body: unknown) {
  return fixture.call(`/security/alerts_v2/${id}`, { method: 'PATCH', token, ...json(body) });
}
