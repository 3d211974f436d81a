import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { readAlerts } from '../../functions/alerts/readAlerts.ts';
import type { SourcePage } from '../../functions/events/poller.ts';
import { hostileAlert } from '../../sandbox/graph/hostileAlert.ts';
import { sendJson, startService } from '../integrations/graph/answering.ts';
import { pseudonyms, startAlerts } from './startAlerts.ts';

let tenant: Awaited<ReturnType<typeof startAlerts>>;
before(async () => {
  tenant = await startAlerts();
});
after(() => tenant.close());
beforeEach(() => tenant.graph.faults.clear());

const list = 'GET /security/alerts_v2';
// Each test has an hour of its own.
const hour = (start: string) => ({ from: new Date(`${start}:00:00Z`), to: new Date(`${start}:59:59Z`) });
const raise = (id: string, lastUpdateDateTime: string, properties = {}) =>
  tenant.graph.raise({
    id,
    serviceSource: 'dataLossPrevention',
    createdDateTime: lastUpdateDateTime,
    lastUpdateDateTime,
    ...properties,
  });

async function collect(pages: AsyncIterable<SourcePage>): Promise<SourcePage[]> {
  const all: SourcePage[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
const idsOf = (pages: readonly SourcePage[]) =>
  pages.flatMap(({ drafts }) => drafts.map(({ recordId }) => recordId)).sort();

test('reads what was updated from the first instant up to the last, which is exclusive', async () => {
  const { from } = hour('2026-08-01T01');
  const to = new Date('2026-08-01T01:30:00Z');
  raise('dl-before', '2026-08-01T00:59:59.999Z');
  raise('dl-first', '2026-08-01T01:00:00Z');
  raise('dl-last', '2026-08-01T01:29:59.999Z');
  raise('dl-after', '2026-08-01T01:30:00Z');
  assert.deepEqual(idsOf(await collect(readAlerts(tenant.asApp, { from, to, pseudonyms }))), ['dl-first', 'dl-last']);
});

test('reads the three products and no others, page by page, with the time of the service', async () => {
  const time = '2026-08-01T02:00:00Z';
  raise('dl-2', time);
  raise('ir-2', time, { serviceSource: 'microsoftInsiderRiskManagement' });
  raise('ca-2', time, { serviceSource: 'microsoftDefenderForCloudApps' });
  raise('da-2', time, { serviceSource: 'microsoftDefenderForEndpoint' });
  const pages = await collect(readAlerts(tenant.asApp, { ...hour('2026-08-01T02'), pseudonyms, pageSize: 2 }));
  assert.deepEqual(idsOf(pages), ['ca-2', 'dl-2', 'ir-2']);
  assert.deepEqual(
    pages.map(({ drafts }) => drafts.length),
    [2, 1],
  );
  for (const { serverTime } of pages) assert.ok(Math.abs(serverTime.getTime() - tenant.graph.now().getTime()) < 5_000);
});

test('sets a record aside that cannot be mapped, and goes on with the others', async () => {
  const time = '2026-08-01T03:00:00Z';
  const hostile = hostileAlert('wrongTypes');
  tenant.graph.raise({ ...hostile, createdDateTime: time, lastUpdateDateTime: time });
  tenant.graph.raise({ ...hostileAlert('hugeStrings'), createdDateTime: time, lastUpdateDateTime: time });
  raise('dl-3', time);
  const [page] = await collect(readAlerts(tenant.asApp, { ...hour('2026-08-01T03'), pseudonyms }));
  assert.equal(page?.drafts.length, 2);
  assert.equal(page?.setAside.length, 1);
  assert.equal(page?.setAside[0]?.recordId, hostile.id);
  assert.match(String(page?.setAside[0]?.reason), /expected/);
});

for (const fault of [{ kind: 'partial' }, { kind: 'failed', status: 500 }, { kind: 'tokenRefused' }] as const) {
  test(`ends with the fault of a later page: ${fault.kind}`, async () => {
    const time = '2026-08-01T04:00:00Z';
    for (const id of ['dl-4a', 'dl-4b', 'dl-4c']) {
      if (!tenant.graph.alerts.get(id)) raise(id, time);
    }
    tenant.graph.faults.plan({ fault, route: list, after: 1, times: 1 });
    const seen: SourcePage[] = [];
    await assert.rejects(async () => {
      for await (const page of readAlerts(tenant.asApp, { ...hour('2026-08-01T04'), pseudonyms, pageSize: 1 }))
        seen.push(page);
    });
    assert.equal(seen.length, 1);
  });
}

test('reads without the filter by source, and filters itself, when the service refuses it', async () => {
  const asked: string[] = [];
  const alert = (id: string, serviceSource: string) => ({
    id,
    serviceSource,
    createdDateTime: '2026-08-01T05:00:00Z',
    lastUpdateDateTime: '2026-08-01T05:00:00Z',
  });
  const service = await startService((response, { url }) => {
    const filter = url.searchParams.get('$filter') ?? '';
    asked.push(filter);
    if (filter.includes('serviceSource')) {
      return sendJson(response, 400, { error: { code: 'BadRequest', message: 'Invalid filter clause' } });
    }
    const value = [
      alert('dl-5', 'dataLossPrevention'),
      alert('ir-5', 'unknownFutureValue'),
      alert('da-5', 'microsoftDefenderForEndpoint'),
    ];
    return sendJson(response, 200, { value });
  });
  try {
    const pages = await collect(readAlerts(service.graph(), { ...hour('2026-08-01T05'), pseudonyms }));
    assert.deepEqual(idsOf(pages), ['dl-5', 'ir-5']);
    assert.equal(asked.length, 2);
    assert.match(asked[1] ?? '', /^lastUpdateDateTime ge \S+ and lastUpdateDateTime lt \S+$/);
  } finally {
    await service.close();
  }
});
