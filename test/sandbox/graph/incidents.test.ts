import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AlertPage, type GraphFixture, startGraphFixture } from './graphFixture.ts';

let fixture: GraphFixture;
let token: string;
before(async () => {
  fixture = await startGraphFixture();
  token = await fixture.applicationToken('SecurityIncident.Read.All');
  fixture.graph.raise({ incidentId: '7', severity: 'low', title: 'first', createdDateTime: '2026-11-01T08:00:00Z' });
  fixture.graph.raise({
    incidentId: '7',
    severity: 'high',
    serviceSource: 'microsoftSentinel',
    createdDateTime: '2026-11-01T10:00:00Z',
  });
  fixture.graph.raise({ incidentId: '8', severity: 'medium', createdDateTime: '2026-11-01T09:00:00Z' });
});
after(() => fixture.close());

async function list(query: string) {
  const response = await fixture.call(`/security/incidents?${query}`, { token });
  return { status: response.status, body: (await response.json()) as AlertPage };
}

test('gathers the alerts of an incident, which is as severe as the worst of them', async () => {
  const response = await fixture.call('/security/incidents/7?$expand=alerts', { token });
  const incident = (await response.json()) as Record<string, unknown>;
  assert.equal(Object.keys(incident).length, 22);
  assert.partialDeepStrictEqual(incident, {
    displayName: 'first',
    severity: 'high',
    status: 'active',
    assignedTo: null,
    createdDateTime: '2026-11-01T08:00:00Z',
    lastUpdateDateTime: '2026-11-01T10:00:00Z',
    alerts: [{ title: 'first' }, { serviceSource: 'unknownFutureValue' }],
  });
});

test('lists incidents newest first, filtered, and without alerts unless asked', async () => {
  const all = await list('');
  assert.deepEqual(
    all.body.value.map(({ id }) => id),
    ['8', '7'],
  );
  assert.equal('alerts' in (all.body.value[0] ?? {}), false);
  const severe = await list(`$filter=${encodeURIComponent("severity eq 'high'")}`);
  assert.deepEqual(
    severe.body.value.map(({ id }) => id),
    ['7'],
  );
});

test('selects properties, and keeps what is expanded beside them', async () => {
  const { body } = await list('$select=status&$expand=alerts&$top=1');
  assert.deepEqual(Object.keys(body.value[0] ?? {}).sort(), ['alerts', 'id', 'status']);
});

test('refuses more than 50 at once, and another expansion', async () => {
  assert.equal((await list('$top=50')).status, 200);
  assert.equal((await list('$top=51')).status, 400);
  assert.equal((await list('$expand=comments')).status, 400);
});

test('answers 404 for an incident that is not there, and 403 to a reader of alerts', async () => {
  assert.equal((await fixture.call('/security/incidents/9', { token })).status, 404);
  const alertReader = await fixture.applicationToken('SecurityAlert.Read.All');
  assert.equal((await fixture.call('/security/incidents', { token: alertReader })).status, 403);
});
