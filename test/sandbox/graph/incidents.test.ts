import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AlertPage, type GraphFixture, megan, startGraphFixture } from './graphFixture.ts';

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

async function send(method: 'PATCH' | 'POST', path: string, body: object, bearer?: string) {
  const writer = bearer ?? (await fixture.delegatedToken(megan, 'SecurityIncident.ReadWrite.All'));
  const headers = { 'content-type': 'application/json' };
  const init = { method, token: writer, headers, body: JSON.stringify(body) };
  const response = await fixture.call(`/security/incidents/${path}`, init);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('updates what a caller may change, moves the time, and resolves the alerts with the incident', async () => {
  const { incidentId } = fixture.graph.raise({ title: 'to resolve' });
  const before = fixture.graph.incidents.get(incidentId ?? '')?.lastUpdateDateTime ?? '';
  const changes = { status: 'resolved', classification: 'truePositive', customTags: ['a'], resolvingComment: 'Done.' };
  const { status, body } = await send('PATCH', String(incidentId), changes);
  assert.equal(status, 200);
  assert.partialDeepStrictEqual(body, { ...changes, lastModifiedBy: megan.displayName });
  assert.ok(String(body.lastUpdateDateTime) > before);
  assert.equal('alerts' in body, false);
  assert.equal(fixture.graph.incidents.alertsOf(String(incidentId))[0]?.status, 'resolved');
});

test('leaves an alert alone that was resolved before its incident, and opens again with a new one', async () => {
  const { incidentId, id } = fixture.graph.raise({ status: 'resolved', resolvedDateTime: '2026-11-01T08:00:00Z' });
  await send('PATCH', String(incidentId), { status: 'resolved' });
  assert.equal(fixture.graph.alerts.get(id)?.resolvedDateTime, '2026-11-01T08:00:00Z');
  fixture.graph.raise({ incidentId });
  assert.equal(fixture.graph.incidents.get(String(incidentId))?.status, 'active');
});

test('refuses faulty changes, unknown ones, none, and those of a merged incident', async () => {
  const [from, into] = [fixture.graph.raise(), fixture.graph.raise()].map(({ incidentId }) => String(incidentId));
  for (const changes of [{ status: 'redirected' }, { determination: 'benign' }, { customTags: 'a' }, { id: '1' }, {}])
    assert.equal((await send('PATCH', String(from), changes)).status, 400, JSON.stringify(changes));
  fixture.graph.incidents.merge(String(from), String(into));
  assert.equal((await send('PATCH', String(from), { status: 'active' })).status, 400);
  assert.equal((await send('PATCH', '0', { status: 'active' })).status, 404);
  assert.equal((await send('PATCH', String(into), { status: 'active' }, token)).status, 403);
});

test('adds comments in the name of who calls', async () => {
  const { incidentId } = fixture.graph.raise();
  await send('POST', `${incidentId}/comments`, { comment: 'First.' });
  const { body } = await send('POST', `${incidentId}/comments`, { comment: 'Second.' });
  assert.partialDeepStrictEqual(body.value, [
    { comment: 'First.', createdByDisplayName: megan.displayName },
    { comment: 'Second.' },
  ]);
  assert.equal((await send('POST', `${incidentId}/comments`, { comment: ' ' })).status, 400);
});

test('leads from a merged incident to the one that has its alerts now', async () => {
  const { incidentId: from, id } = fixture.graph.raise({ severity: 'high' });
  const { incidentId: into } = fixture.graph.raise({ severity: 'low' });
  fixture.graph.incidents.merge(String(from), String(into));
  assert.partialDeepStrictEqual(fixture.graph.incidents.get(String(from)), {
    status: 'redirected',
    redirectIncidentId: into,
  });
  assert.equal(fixture.graph.incidents.get(String(into))?.severity, 'high');
  assert.equal(fixture.graph.alerts.get(id)?.incidentId, into);
  assert.equal(fixture.graph.incidents.alertsOf(String(from)).length, 0);
});

test('was changed when one of its alerts was', async () => {
  const { incidentId, id } = fixture.graph.raise();
  const before = fixture.graph.incidents.get(String(incidentId))?.lastUpdateDateTime ?? '';
  const { lastUpdateDateTime } = fixture.graph.update(id, { status: 'inProgress' });
  assert.ok(lastUpdateDateTime > before);
  assert.equal(fixture.graph.incidents.get(String(incidentId))?.lastUpdateDateTime, lastUpdateDateTime);
});
