import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { readIncidents } from '../../../functions/alerts/incidents/readIncidents.ts';
import type { SourcePage } from '../../../functions/events/poller.ts';
import { users } from '../../../sandbox/contoso/users.ts';
import { userEvidence } from '../../../sandbox/graph/evidence.ts';
import { pseudonymOf, pseudonyms } from '../startAlerts.ts';
import { riskOfLee, startIncidents } from './startIncidents.ts';

let tenant: Awaited<ReturnType<typeof startIncidents>>;
before(async () => {
  tenant = await startIncidents();
});
after(() => tenant.close());
beforeEach(() => {
  tenant.graph.faults.clear();
  tenant.graph.alerts.clear();
});

const list = 'GET /security/incidents';
const window = () => ({ from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 3_600_000), pseudonyms });
const pagesOf = async (options = {}): Promise<SourcePage[]> => {
  const pages: SourcePage[] = [];
  for await (const page of readIncidents(tenant.asApp, { ...window(), ...options })) pages.push(page);
  return pages;
};
const draftsOf = async () => (await pagesOf()).flatMap(({ drafts }) => drafts);
const thingOf = (thing: object | undefined) => Object(thing);

test('reads what was updated in the window, in pages that Graph allows, with what filters ask', async () => {
  const evidence = [userEvidence(users.adele, new Date().toISOString())];
  const id = tenant.raise({ alertPolicyId: 'p-1', severity: 'high', evidence });
  tenant.raise({ serviceSource: 'microsoftDefenderForEndpoint' });
  tenant.raise({ createdDateTime: '2026-01-01T00:00:00Z' });
  const [draft, ...others] = await draftsOf();
  assert.deepEqual(others, []);
  assert.partialDeepStrictEqual(draft, {
    recordId: id,
    type: 'incident',
    noun: 'incident',
    actor: users.adele.userPrincipalName,
    facets: { severity: 'high', status: 'active', policies: ['p-1'] },
  });
  assert.deepEqual(draft?.facets.users, [users.adele.userPrincipalName, users.adele.id]);
});

test('reads all pages, and throws the fault of a later one', async () => {
  for (let n = 0; n < 60; n += 1) tenant.raise();
  const pages = await pagesOf();
  assert.deepEqual(
    pages.map(({ drafts }) => drafts.length),
    [50, 10],
  );
  tenant.graph.faults.plan({ fault: { kind: 'partial' }, route: list, after: 1 });
  await assert.rejects(pagesOf(), { name: 'UpstreamError' });
});

test('takes the alerts of a merged incident from where they are now, and says into which it was merged', async () => {
  const from = tenant.graph.raise(riskOfLee()).incidentId ?? '';
  const into = tenant.raise();
  tenant.graph.incidents.merge(from, into);
  const drafts = new Map((await draftsOf()).map((draft) => [draft.recordId, draft]));
  const merged = thingOf(drafts.get(from)?.thing);
  assert.partialDeepStrictEqual(merged, { incidentId: from, status: 'redirected', mergedIntoId: into, alertCount: 2 });
  // Its title still names the person of an alert that it no longer has.
  assert.match(String(tenant.graph.incidents.get(from)?.displayName), /Lee Gu/);
  assert.equal(merged.title, `${pseudonymOf(users.lee.userPrincipalName)} copied files`);
  assert.doesNotMatch(JSON.stringify([...drafts.values()]), /Lee Gu|lee@/);
});

test('sets aside what cannot be mapped or was merged into nothing, and goes on with the others', async () => {
  const [broken, lost, whole] = [tenant.raise(), tenant.raise(), tenant.raise()];
  Object.assign(tenant.graph.incidents.get(broken) ?? {}, { displayName: 7 });
  tenant.graph.incidents.update(lost, { status: 'redirected', redirectIncidentId: '0' });
  const [page] = await pagesOf();
  assert.deepEqual(
    page?.drafts.map(({ recordId }) => recordId),
    [whole],
  );
  assert.deepEqual(new Set(page?.setAside.map(({ recordId }) => recordId)), new Set([broken, lost]));
});

test('does not look at versions that are known', async () => {
  const [known, changed] = [tenant.raise(), tenant.raise()];
  const seen: string[] = [];
  const isKnown = (id: string, version: string) => {
    seen.push(version);
    return id === known;
  };
  const [page] = await pagesOf({ isKnown });
  assert.deepEqual(
    page?.drafts.map(({ recordId }) => recordId),
    [changed],
  );
  for (const version of seen) assert.match(version, /^\d{4}-\d\d-\d\dT.*Z$/);
});

test('keeps an incident with very many alerts small enough for the log', async () => {
  const incidentId = tenant.raise();
  for (let n = 0; n < 150; n += 1) tenant.raise({ incidentId });
  const [draft] = await draftsOf();
  const { alerts, alertCount } = thingOf(draft?.thing);
  assert.deepEqual([alerts.length, alertCount], [100, 151]);
  assert.ok(JSON.stringify(draft).length < 200_000);
});
