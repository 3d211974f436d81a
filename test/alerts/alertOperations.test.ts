import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addAlertComment } from '../../functions/alerts/addAlertComment.ts';
import { getAlert } from '../../functions/alerts/getAlert.ts';
import { listAlerts } from '../../functions/alerts/listAlerts.ts';
import { updateAlert } from '../../functions/alerts/updateAlert.ts';
import { users } from '../../sandbox/contoso/users.ts';
import type { NewAlert } from '../../sandbox/graph/alertRecord.ts';
import { userEvidence } from '../../sandbox/graph/evidence.ts';
import { hostileAlert } from '../../sandbox/graph/hostileAlert.ts';
import { invoke } from '../teams/invoke.ts';
import { app, person, startAlerts } from './startAlerts.ts';

const publicBaseUrl = 'https://func.example.com';
const { megan, adele } = users;
const caller = person(megan);

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());

const dlp = (alert: NewAlert = {}) => tenant.graph.raise({ serviceSource: 'dataLossPrevention', ...alert });

interface ListBody {
  value: { alertId: string; title?: string }[];
  unreadable: number;
  nextLink?: string;
}
async function listed(parameters: Record<string, unknown>, as = caller): Promise<ListBody> {
  const dependencies = { alertsFor: tenant.alertsFor, publicBaseUrl };
  const { body } = await invoke(listAlerts, dependencies, { caller: as, parameters: { top: 100, ...parameters } });
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
  const { id } = dlp(fitting);
  dlp({ ...fitting, severity: 'low' });
  dlp({ ...fitting, status: 'new' });
  dlp({ ...fitting, assignedTo: 'other@contoso.com' });
  dlp({ ...fitting, additionalData: { AlertPolicyTitle: 'Health data' } });
  dlp({ ...fitting, evidence: [userEvidence(megan, '2026-09-01T08:00:00Z')] });
  dlp({ ...fitting, createdDateTime: '2026-09-01T07:00:00Z' });
  dlp({ ...fitting, lastUpdateDateTime: '2026-09-01T08:30:00Z' });
  dlp({ ...fitting, serviceSource: 'microsoftInsiderRiskManagement' });
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

test('lists alerts of the three products only, and counts those that it cannot read', async () => {
  const assignedTo = 'products@contoso.com';
  const fitting = [
    dlp({ assignedTo }),
    dlp({ assignedTo, serviceSource: 'microsoftInsiderRiskManagement' }),
    dlp({ assignedTo, serviceSource: 'microsoftDefenderForCloudApps' }),
  ];
  dlp({ assignedTo, serviceSource: 'microsoftDefenderForEndpoint' });
  dlp({ ...hostileAlert('wrongTypes'), assignedTo });
  const body = await listed({ assignedTo }, app());
  assert.deepEqual(idsOf(body), fitting.map(({ id }) => id).sort());
  assert.equal(body.unreadable, 1);
});

test('leads from page to page by links of its own', async () => {
  const assignedTo = "o'neill & sons@contoso.com";
  const ids = [dlp({ assignedTo }), dlp({ assignedTo }), dlp({ assignedTo })].map(({ id }) => id);
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
  dlp({ assignedTo });
  dlp({ assignedTo });
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
  const { id } = dlp({ assignedTo, alertPolicyId: 'rare', createdDateTime: '2020-01-01T00:00:00Z' });
  for (let nth = 0; nth < 4; nth += 1) dlp({ assignedTo });
  assert.deepEqual(idsOf(await listed({ assignedTo, policy: 'rare', top: 1 })), [id]);
});

test('gets an alert, and says when there is none', async () => {
  const { id } = dlp({ title: 'A match' });
  const { body } = await invoke(getAlert, tenant, { caller, parameters: { alertId: id } });
  assert.deepEqual((body as { title: string }).title, 'A match');
  for (const alertId of ['dl-none', 'dl/../..', '..']) {
    await assert.rejects(invoke(getAlert, tenant, { caller, parameters: { alertId } }), { name: 'Problem' });
  }
});

test('calls an alert that it cannot read a fault of the service', async () => {
  const { id } = dlp(hostileAlert('wrongTypes'));
  await assert.rejects(invoke(getAlert, tenant, { caller, parameters: { alertId: id } }), {
    name: 'UpstreamError',
    kind: 'fault',
  });
});

test('leaves the owner alone when only the status is sent', async () => {
  const { id } = dlp({ assignedTo: 'adele@contoso.com', classification: 'truePositive', severity: 'low' });
  const { body } = await invoke(updateAlert, tenant, {
    caller,
    parameters: { alertId: id },
    body: { status: 'resolved' },
  });
  const { status, assignedTo, classification } = body as Record<string, unknown>;
  assert.deepEqual([status, assignedTo, classification], ['resolved', 'adele@contoso.com', 'truePositive']);
  const { status: stored, assignedTo: owner } = tenant.graph.alerts.get(id) ?? {};
  assert.deepEqual([stored, owner], ['resolved', 'adele@contoso.com']);
});

test('sets classification, determination and owner by the names of the metadata', async () => {
  const { id } = dlp();
  const changes = {
    classification: 'informationalExpectedActivity',
    determination: 'confirmedActivity',
    assignedTo: 'megan@contoso.com',
  };
  await invoke(updateAlert, tenant, { caller: app(), parameters: { alertId: id }, body: changes });
  const { classification, determination, assignedTo } = tenant.graph.alerts.get(id) ?? {};
  assert.deepEqual({ classification, determination, assignedTo }, changes);
});

test('asks for at least one change', async () => {
  const { id } = dlp();
  await assert.rejects(invoke(updateAlert, tenant, { caller, parameters: { alertId: id }, body: {} }), {
    code: 'InvalidInput',
    message: /at least one/,
  });
});

test("comments in the person's name and answers all comments", async () => {
  const { id } = dlp();
  const comment = async (text: string) => {
    const call = { caller, parameters: { alertId: id }, body: { comment: text } };
    return (await invoke(addAlertComment, tenant, call)).body as { comments: Record<string, string>[] };
  };
  await comment('First.');
  const { comments } = await comment('Second.');
  assert.deepEqual(
    comments.map(({ comment: text, createdBy }) => [text, createdBy]),
    [
      ['First.', 'Megan Bowen'],
      ['Second.', 'Megan Bowen'],
    ],
  );
});

test('does not comment a second time when the answer of the first is lost', async () => {
  const { id } = dlp();
  tenant.graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' } });
  const call = { caller, parameters: { alertId: id }, body: { comment: 'Once.' } };
  await assert.rejects(invoke(addAlertComment, tenant, call), { name: 'UpstreamError', kind: 'away' });
  assert.equal(tenant.graph.alerts.get(id)?.comments.length, 1);
});

test('names the permission and the role that a caller may lack', async () => {
  const poor = await startAlerts({ permissions: ['SecurityAlert.Read.All'] });
  try {
    const { id } = poor.graph.raise();
    const update = { parameters: { alertId: id }, body: { status: 'resolved' } };
    await assert.rejects(invoke(updateAlert, poor, { ...update, caller }), {
      code: 'UpstreamRefused',
      message: /Security Operator.*SecurityAlert\.ReadWrite\.All/,
    });
    await assert.rejects(invoke(updateAlert, poor, { ...update, caller: app() }), {
      code: 'UpstreamRefused',
      message: /The app may lack the SecurityAlert\.ReadWrite\.All permission/,
    });
  } finally {
    await poor.close();
  }
});
