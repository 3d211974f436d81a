import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listAlerts } from '../../functions/alerts/listAlerts.ts';
import { users } from '../../sandbox/contoso/users.ts';
import type { NewAlert } from '../../sandbox/graph/alertRecord.ts';
import { fileEvidence, userEvidence } from '../../sandbox/graph/evidence.ts';
import { hostileAlert } from '../../sandbox/graph/hostileAlert.ts';
import { insiderRiskAlert } from '../../sandbox/graph/insiderRiskAlert.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { testGraphFaults } from '../graphFaults.ts';
import { alertDependencies, pseudonymOf, publicBaseUrl, startAlerts } from './startAlerts.ts';

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());

const { megan, adele } = users;
const caller = person(megan);
const salaries = { name: 'a.xlsx', path: 'https://contoso.sharepoint.com/sites/hr/a.xlsx', sizeBytes: 1 };

interface ListBody {
  value: { alertId: string; title?: string }[];
  unreadable: number;
  nextLink?: string;
}
async function listed(parameters: Record<string, unknown>, as = caller): Promise<ListBody> {
  const dependencies = { alertsFor: tenant.alertsFor, publicBaseUrl };
  const { body } = await callHandler(listAlerts, dependencies, { caller: as, parameters: { top: 100, ...parameters } });
  return body as ListBody;
}
const idsOf = ({ value }: ListBody) => value.map(({ alertId }) => alertId).sort();
const parametersOf = (link: string) => {
  const { top, ...others } = Object.fromEntries(new URL(link).searchParams);
  return { ...others, top: Number(top) };
};

test('lists the alerts that fit all filters, those of Graph and our own', async () => {
  const fitting: NewAlert = {
    assignedTo: 'soc@contoso.com',
    severity: 'high',
    status: 'inProgress',
    additionalData: { AlertPolicyTitle: 'Financial data' },
    evidence: [userEvidence(adele, '2026-09-01T08:00:00Z')],
    createdDateTime: '2026-09-01T08:00:00Z',
    lastUpdateDateTime: '2026-09-01T09:00:00Z',
  };
  const { id } = tenant.raiseDlp(fitting);
  tenant.raiseDlp({ ...fitting, severity: 'low' });
  tenant.raiseDlp({ ...fitting, status: 'new' });
  tenant.raiseDlp({ ...fitting, assignedTo: 'other@contoso.com' });
  tenant.raiseDlp({ ...fitting, additionalData: { AlertPolicyTitle: 'Health data' } });
  tenant.raiseDlp({ ...fitting, evidence: [userEvidence(megan, '2026-09-01T08:00:00Z')] });
  tenant.raiseDlp({ ...fitting, createdDateTime: '2026-09-01T07:00:00Z' });
  tenant.raiseDlp({ ...fitting, lastUpdateDateTime: '2026-09-01T08:30:00Z' });
  tenant.raiseDlp({ ...fitting, serviceSource: 'microsoftInsiderRiskManagement' });
  const body = await listed({
    assignedTo: 'soc@contoso.com',
    minimumSeverity: 'medium',
    status: 'inProgress',
    policy: 'financial DATA',
    user: adele.id,
    createdAfter: '2026-09-01T09:45:00+02:00',
    updatedAfter: '2026-09-01T08:45:00Z',
    product: 'dlp',
  });
  assert.deepEqual(idsOf(body), [id]);
});

test('filters by classification, determination, and both ends of both times, which Graph does', async () => {
  const fitting: NewAlert = {
    assignedTo: 'ends@contoso.com',
    classification: 'truePositive',
    determination: 'phishing',
    createdDateTime: '2026-09-02T08:00:00Z',
    lastUpdateDateTime: '2026-09-02T09:00:00Z',
  };
  const { id } = tenant.raiseDlp(fitting);
  tenant.raiseDlp({ ...fitting, classification: 'falsePositive' });
  tenant.raiseDlp({ ...fitting, determination: 'malware' });
  tenant.raiseDlp({ ...fitting, createdDateTime: '2026-09-02T08:30:00Z' });
  tenant.raiseDlp({ ...fitting, lastUpdateDateTime: '2026-09-02T09:30:00Z' });
  const filter = {
    assignedTo: 'ends@contoso.com',
    classification: 'truePositive',
    determination: 'phishing',
    createdAfter: '2026-09-02T08:00:00Z',
    createdBefore: '2026-09-02T08:30:00Z',
    updatedAfter: '2026-09-02T09:00:00Z',
    updatedBefore: '2026-09-02T09:30:00Z',
  };
  assert.deepEqual(idsOf(await listed(filter)), [id]);
});

for (const [filter, properties] of [
  [{ rule: 'High volume' }, { additionalData: { RuleName: 'high volume' } }],
  [{ label: 'Secret' }, { customDetails: { SensitivityLabel: 'Secret' } }],
  [{ workload: 'sharepoint' }, { evidence: [fileEvidence(salaries, '2026-09-01T08:00:00Z')] }],
  [{ incidentId: '4711' }, { incidentId: '4711' }],
  [{ user: adele.userPrincipalName }, { evidence: [userEvidence(adele, '2026-09-01T08:00:00Z')] }],
] as const) {
  test(`finds alerts in what Graph answers, by ${Object.keys(filter)}`, async () => {
    const assignedTo = `${Object.keys(filter)}@contoso.com`;
    const { id } = tenant.raiseDlp({ assignedTo, ...structuredClone(properties) } as NewAlert);
    tenant.raiseDlp({ assignedTo });
    assert.deepEqual(idsOf(await listed({ assignedTo, ...filter })), [id]);
  });
}

test('finds nobody of an insider risk alert by name, only by pseudonym', async () => {
  const assignedTo = 'hidden@contoso.com';
  const risk = { user: adele, policyName: 'Leaks', at: new Date('2026-09-01T08:00:00Z') };
  const { id } = tenant.graph.raise({ ...insiderRiskAlert(risk), assignedTo });
  for (const user of [adele.userPrincipalName, adele.id, adele.displayName])
    assert.deepEqual(idsOf(await listed({ assignedTo, user })), [], user);
  const body = await listed({ assignedTo, user: pseudonymOf(adele.userPrincipalName) });
  assert.deepEqual(idsOf(body), [id]);
  assert.doesNotMatch(JSON.stringify(body), /adele/i);
});

test('lists alerts of the three products only, and counts those that it cannot read', async () => {
  const assignedTo = 'products@contoso.com';
  const fitting = [
    tenant.raiseDlp({ assignedTo }),
    tenant.raiseDlp({ assignedTo, serviceSource: 'microsoftInsiderRiskManagement' }),
    tenant.raiseDlp({ assignedTo, serviceSource: 'microsoftDefenderForCloudApps' }),
  ];
  tenant.raiseDlp({ assignedTo, serviceSource: 'microsoftDefenderForEndpoint' });
  tenant.raiseDlp({ ...hostileAlert('wrongTypes'), assignedTo });
  const body = await listed({ assignedTo }, app());
  assert.deepEqual(idsOf(body), fitting.map(({ id }) => id).sort());
  assert.equal(body.unreadable, 1);
});

test('leads from page to page by links of its own', async () => {
  const assignedTo = "o'neill & sons@contoso.com";
  const ids = [tenant.raiseDlp({ assignedTo }), tenant.raiseDlp({ assignedTo }), tenant.raiseDlp({ assignedTo })].map(
    ({ id }) => id,
  );
  const first = await listed({ assignedTo, top: 2 });
  assert.equal(first.value.length, 2);
  assert.match(first.nextLink ?? '', /^https:\/\/func\.example\.com\/api\/alerts\?/);
  assert.doesNotMatch(first.nextLink ?? '', new RegExp(new URL(tenant.graph.origin).host));
  const second = await listed(parametersOf(first.nextLink ?? ''));
  assert.deepEqual([...idsOf(first), ...idsOf(second)].sort(), ids.sort());
  assert.equal(second.nextLink, undefined);
});

test('refuses a next token that was changed or belongs to another list', async () => {
  const assignedTo = 'tokens@contoso.com';
  tenant.raiseDlp({ assignedTo });
  tenant.raiseDlp({ assignedTo });
  const { nextLink = '' } = await listed({ assignedTo, top: 1 });
  const { nextToken = '', ...others } = Object.fromEntries(new URL(nextLink).searchParams);
  const parameters = { ...others, top: 1 };
  const [encoded = '', digest = ''] = nextToken.split('.');
  const elsewhere = Buffer.from('$skiptoken=https://evil.example').toString('base64url');
  for (const faulty of [
    { ...parameters, nextToken: `${elsewhere}.${digest}` },
    { ...parameters, nextToken: encoded },
    { ...parameters, nextToken: 'https://evil.example/v1.0/security/alerts_v2' },
    { ...parameters, nextToken, status: 'new' },
  ]) {
    await assert.rejects(listed(faulty), { name: 'Problem', code: 'InvalidInput', message: /nextToken/ });
  }
});

test('reads on when a whole page has nothing that fits', async () => {
  const assignedTo = 'sparse@contoso.com';
  const { id } = tenant.raiseDlp({ assignedTo, alertPolicyId: 'rare', createdDateTime: '2020-01-01T00:00:00Z' });
  for (let nth = 0; nth < 4; nth += 1) tenant.raiseDlp({ assignedTo });
  assert.deepEqual(idsOf(await listed({ assignedTo, policy: 'rare', top: 1 })), [id]);
});

testGraphFaults(listAlerts, {
  dependencies: alertDependencies,
  call: () => ({ parameters: { top: 100 } }),
  route: 'GET /security/alerts_v2',
});
