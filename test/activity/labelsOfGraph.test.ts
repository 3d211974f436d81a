import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { labelsOfGraph } from '../../functions/activity/labelsOfGraph.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { fileUrl } from '../../sandbox/contoso/site.ts';
import { sites } from '../../sandbox/contoso/sites.ts';
import { tenant as contoso } from '../../sandbox/contoso/tenant.ts';
import { startAlerts } from '../alerts/startAlerts.ts';
import { sendJson, startService } from '../integrations/graph/answering.ts';

const listRoute = 'GET /security/dataSecurityAndGovernance/sensitivityLabels';
const { id: tenantId } = contoso;
const { finance, marketing } = sites;
const labelled = fileUrl(finance, finance.files.cardPayments);
const plain = fileUrl(marketing, marketing.files.loyaltyMembers);

describe('labels of Graph', () => {
  let tenant: Awaited<ReturnType<typeof startAlerts>>;
  before(async () => {
    tenant = await startAlerts({ permissions: ['SensitivityLabel.Read', 'Files.ReadWrite.All'] });
  });
  after(() => tenant.close());
  beforeEach(() => {
    tenant.graph.faults.clear();
    tenant.graph.requests.reset();
  });

  test('are known by id with name and priority, sublabels too, from one listing for many', async () => {
    const lookup = labelsOfGraph(tenant.asApp, { tenantId });
    const ids = [labels.general.id, labels.confidentialAllEmployees.id.toUpperCase(), 'unknown'];
    const found = await Promise.all(ids.map((id) => lookup.ofId(id)));
    assert.deepEqual(found, [{ name: 'General', priority: 1 }, { name: 'All employees', priority: 4 }, undefined]);
    await lookup.ofId(labels.public.id);
    assert.equal(tenant.graph.requests.of(listRoute), 1);
  });

  test('of an item are found by its address, and none is not the same as unknown', async () => {
    const lookup = labelsOfGraph(tenant.asApp, { tenantId });
    assert.equal(await lookup.ofItem(labelled), labels.confidentialAllEmployees.id);
    assert.equal(await lookup.ofItem(plain), 'none');
    assert.equal(await lookup.ofItem('https://contoso.sharepoint.com/sites/finance/gone.docx'), undefined);
    const { total } = tenant.graph.requests;
    assert.equal(await lookup.ofItem(labelled), labels.confidentialAllEmployees.id);
    assert.equal(tenant.graph.requests.total, total);
  });

  test('stay unknown when Graph refuses or is away, and it is left in peace for a while', async () => {
    const poor = await startAlerts({ permissions: ['SecurityAlert.Read.All'] });
    let nowMs = Date.now();
    const lookup = labelsOfGraph(poor.asApp, { tenantId, now: () => nowMs });
    assert.equal(await lookup.ofId(labels.general.id), undefined);
    assert.equal(await lookup.ofItem(labelled), undefined);
    const { total } = poor.graph.requests;
    assert.equal(await lookup.ofId(labels.general.id), undefined);
    assert.equal(await lookup.ofItem(plain), undefined);
    assert.equal(poor.graph.requests.total, total);
    nowMs += 11 * 60_000;
    await lookup.ofId(labels.general.id);
    await lookup.ofItem(plain);
    assert.equal(poor.graph.requests.total, total + 2);
    await poor.close();
  });

  test('are known however deep the service nests them', async () => {
    const { id, name } = labels.general;
    const levels = 50_000;
    const nested = `${`{"id":"${id}","name":"${name}","sublabels":[`.repeat(levels)}${']}'.repeat(levels)}`;
    const service = await startService((response) => void response.end(`{"value":[${nested}]}`));
    try {
      assert.equal((await labelsOfGraph(service.graph(), { tenantId }).ofId(id))?.name, name);
    } finally {
      await service.close();
    }
  });

  test('are taken from the last listing while a newer one fails', async () => {
    let nowMs = Date.now();
    const lookup = labelsOfGraph(tenant.asApp, { tenantId, now: () => nowMs });
    await lookup.ofId(labels.general.id);
    nowMs += 61 * 60_000;
    tenant.graph.faults.plan({ fault: { kind: 'failed', status: 500 }, route: listRoute });
    assert.equal((await lookup.ofId(labels.general.id))?.name, 'General');
  });

  const [own, foreign] = [
    { sensitivityLabelId: 'l1', tenantId: tenantId.toUpperCase() },
    { sensitivityLabelId: 'l2', tenantId: 'fabrikam' },
  ];
  test('of an item are read from every form of the answer, our own before that of another organization', async () => {
    const answers: readonly (readonly [object, string | undefined])[] = [
      [{ value: { labels: [{ sensitivityLabelId: 'l1' }] } }, 'l1'],
      [{ labels: [{ sensitivityLabelId: 'l1' }] }, 'l1'],
      [{ labels: [foreign, own] }, 'l1'],
      [{ labels: [foreign] }, 'l2'],
      [{ labels: [] }, 'none'],
      // Who does not understand the answer cannot say that there is none.
      [{ labels: [null, {}] }, undefined],
      [{ labels: 'none' }, undefined],
      [{ value: {} }, undefined],
    ];
    let body: object = {};
    const service = await startService((response, { method }) =>
      sendJson(response, 200, method === 'GET' ? { id: 'i', parentReference: { driveId: 'd' } } : body),
    );
    const lookup = labelsOfGraph(service.graph(), { tenantId });
    for (const [index, [answer, expected]] of answers.entries()) {
      body = answer;
      assert.equal(await lookup.ofItem(`https://contoso.sharepoint.com/${index}`), expected, JSON.stringify(answer));
    }
    await service.close();
  });

  test('are read from a hostile answer as far as they can be', async () => {
    const value = [null, 7, { id: 5 }, { id: 'a', name: null }, { id: 'b', name: 'B', priority: 'high', sublabels: 3 }];
    const service = await startService((response) => sendJson(response, 200, { value, labels: 'none' }));
    const lookup = labelsOfGraph(service.graph(), { tenantId });
    assert.deepEqual(await lookup.ofId('b'), { name: 'B' });
    assert.equal(await lookup.ofId('a'), undefined);
    assert.equal(await lookup.ofItem('https://contoso.sharepoint.com/x'), undefined);
    await service.close();
  });
});
