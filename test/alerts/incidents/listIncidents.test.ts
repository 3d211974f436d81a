import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listIncidents } from '../../../functions/alerts/incidents/listIncidents.ts';
import { validatorOf } from '../../../functions/runtime/validator.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import type { NewAlert } from '../../../sandbox/graph/alertRecord.ts';
import { userEvidence } from '../../../sandbox/graph/evidence.ts';
import { person } from '../../callers.ts';
import { callHandler } from '../../callHandler.ts';
import { testGraphFaults } from '../../graphFaults.ts';
import { alertDependencies, pseudonymOf } from '../startAlerts.ts';
import { riskOfLee, startIncidents } from './startIncidents.ts';

let tenant: Awaited<ReturnType<typeof startIncidents>>;
before(async () => {
  tenant = await startIncidents();
});
after(() => tenant.close());

const listed = async (parameters: Record<string, unknown>) => {
  const call = { caller: person(users.megan), parameters: { top: 50, ...parameters } };
  return Object((await callHandler(listIncidents, tenant, call)).body);
};
const idsOf = ({ value }: { value: { incidentId: string }[] }) => value.map(({ incidentId }) => incidentId).sort();
const time = '2026-09-01T08:00:00Z';

test('lists incidents of our products with their alerts in short, and no merged ones', async () => {
  const createdDateTime = '2026-07-01T08:00:00Z';
  const own = tenant.raise({ createdDateTime, evidence: [userEvidence(users.adele, time)] });
  tenant.raise({ createdDateTime, serviceSource: 'microsoftDefenderForEndpoint' });
  const merged = tenant.raise({ createdDateTime });
  tenant.graph.incidents.merge(merged, own);
  const body = await listed({ createdAfter: '2026-07-01T00:00:00Z', createdBefore: '2026-07-02T00:00:00Z' });
  assert.deepEqual(idsOf(body), [own]);
  const [incident] = body.value;
  assert.partialDeepStrictEqual(incident, {
    title: 'A match',
    status: 'active',
    products: ['dlp'],
    alertCount: 2,
    users: [{ userPrincipalName: users.adele.userPrincipalName }],
  });
  assert.equal(incident.alerts.length, 2);
  assert.ok(!('evidence' in incident.alerts[0]));
});

test('filters by what Graph evaluates and by what the alerts are about', async () => {
  const createdDateTime = '2026-06-01T08:00:00Z';
  const evidence = [userEvidence(users.adele, time)];
  const fitting: NewAlert = { createdDateTime, severity: 'high', alertPolicyId: 'p-1', evidence };
  const handled = (changes: NewAlert = {}): string => {
    const incidentId = tenant.raise({ ...fitting, ...changes });
    tenant.graph.incidents.update(incidentId, { assignedTo: 'soc@contoso.com', status: 'inProgress' });
    return incidentId;
  };
  const id = handled();
  handled({ severity: 'low' });
  handled({ alertPolicyId: 'p-2' });
  handled({ evidence: [] });
  handled({ serviceSource: 'microsoftDefenderForCloudApps' });
  tenant.raise(fitting);
  const filter = {
    minimumSeverity: 'medium',
    status: 'inProgress',
    assignedTo: 'soc@contoso.com',
    product: 'dlp',
    policy: 'P-1',
    user: users.adele.userPrincipalName,
  };
  assert.deepEqual(idsOf(await listed(filter)), [id]);
});

test('names nobody of an insider risk alert, wherever the incident does, and finds them by pseudonym', async () => {
  const { incidentId } = tenant.graph.raise(riskOfLee());
  tenant.raise({ incidentId, title: 'Lee Gu sent a mail', evidence: [userEvidence(users.lee, time)] });
  const body = await listed({ product: 'insiderRisk', user: pseudonymOf(users.lee.userPrincipalName) });
  assert.deepEqual(idsOf(body), [incidentId]);
  assert.doesNotMatch(JSON.stringify(body), /Lee Gu|lee@/);
  assert.deepEqual(idsOf(await listed({ product: 'insiderRisk', user: users.lee.userPrincipalName })), []);
});

test('leads from page to page, and asks Graph for 50 at most', async () => {
  const assignedTo = 'pages@contoso.com';
  const ids = [1, 2, 3].map(() => tenant.raise());
  for (const id of ids) tenant.graph.incidents.update(id, { assignedTo });
  const first = await listed({ assignedTo, top: 2 });
  assert.match(first.nextLink, /^https:\/\/func\.example\.com\/api\/incidents\?/);
  const { top, ...next } = Object.fromEntries(new URL(first.nextLink).searchParams);
  const second = await listed({ ...next, top: Number(top) });
  assert.deepEqual([...idsOf(first), ...idsOf(second)].sort(), ids.sort());
  const { in: _place, ...topSchema } = Object(listIncidents.parameters.top);
  assert.deepEqual([validatorOf(topSchema, 'top')(50).length, validatorOf(topSchema, 'top')(51).length], [0, 1]);
});

test('counts incidents that it cannot read, and lists the others', async () => {
  const assignedTo = 'broken@contoso.com';
  const [broken, whole] = [tenant.raise(), tenant.raise()];
  for (const id of [broken, whole]) tenant.graph.incidents.update(id, { assignedTo });
  Object.assign(tenant.graph.incidents.get(broken) ?? {}, { displayName: { no: 'title' } });
  const body = await listed({ assignedTo });
  assert.deepEqual([idsOf(body), body.unreadable], [[whole], 1]);
});

testGraphFaults(listIncidents, {
  dependencies: alertDependencies,
  call: () => ({ parameters: { top: 50 } }),
  route: 'GET /security/incidents',
});
