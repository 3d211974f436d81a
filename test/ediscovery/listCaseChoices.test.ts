import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anyCaseIdParameter, caseIdParameter } from '../../functions/ediscovery/idParameters.ts';
import { listCaseChoices } from '../../functions/ediscovery/listCaseChoices.ts';
import { createRateBudget } from '../../functions/storage/rateBudget.ts';
import { ediscoveryCases } from '../../sandbox/contoso/ediscoveryCases.ts';
import { app } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { tableForTest } from '../tableForTest.ts';
import { caller } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const { fabrikam, northwind } = ediscoveryCases;
const route = 'GET /security/cases/ediscoveryCases';

/** What a drop-down shows, as it reads it. */
const shown = async (dropDown: typeof caseIdParameter | typeof anyCaseIdParameter, by = caller, from = purview) => {
  const { operationId, itemsPath, itemTitlePath, itemValuePath, ...asked } = dropDown['x-ms-dynamic-list'];
  assert.equal(operationId, listCaseChoices.operationId);
  const parameters = 'parameters' in asked ? { status: asked.parameters.status.value } : {};
  const { body } = await callHandler(listCaseChoices, from, { caller: by, parameters });
  const items: Record<string, string>[] = Object(body)[itemsPath];
  return items.map((item) => [item[itemTitlePath], item[itemValuePath]]);
};

test('shows active cases where something is to be done, and all where something is to be read', async () => {
  const contentSearch = purview.graph.ediscovery
    .matters()
    .find(({ record }) => record.displayName === 'Content Search');
  const open = [
    ['Content Search', contentSearch?.record.id],
    [`${fabrikam.displayName} (${fabrikam.externalId})`, fabrikam.id],
  ];
  for (const by of [caller, app()]) {
    assert.deepEqual(await shown(caseIdParameter, by), open);
    assert.deepEqual(await shown(anyCaseIdParameter, by), [...open, [northwind.displayName, northwind.id]]);
  }
});

test('shows cases by name, and by its id one that Graph calls nothing', async () => {
  const tenant = await startPurview();
  try {
    const first = tenant.graph.ediscovery.add({ displayName: 'A later case' });
    const nameless = tenant.graph.ediscovery.add({ id: 'z-1', displayName: '' });
    const all = await shown(anyCaseIdParameter, caller, tenant);
    assert.deepEqual(
      [all.at(0), all.at(-1)],
      [
        [first.displayName, first.id],
        [nameless.id, nameless.id],
      ],
    );
  } finally {
    await tenant.close();
  }
});

test('shows every case of several pages, of which some hold none that fits', async () => {
  for (let at = 0; at < 45; at += 1)
    purview.graph.ediscovery.add({ displayName: `Matter ${at}`, status: at < 20 ? 'closed' : 'active' });
  assert.equal((await shown(anyCaseIdParameter)).length, 48);
  assert.equal((await shown(caseIdParameter)).length, 27);
});

test('takes no more calls than leave one of the minute, and tells the wait when there are too few', async () => {
  for (let at = 0; at < 60; at += 1) purview.graph.ediscovery.add({ displayName: `Later ${at}` });
  purview.graph.requests.reset();
  assert.equal((await shown(anyCaseIdParameter)).length, 80);
  assert.equal(purview.graph.requests.of(route), 4);

  const limits = { name: 'ediscovery', service: 'eDiscovery', calls: 5, perMs: 60_000 };
  const strict = await startPurview({ budget: createRateBudget(await tableForTest(), limits) });
  try {
    for (let at = 0; at < 60; at += 1) strict.graph.ediscovery.add({ displayName: `Matter ${at}` });
    await shown(anyCaseIdParameter, caller, strict);
    await assert.rejects(shown(anyCaseIdParameter, caller, strict), { code: 'TooManyRequests', message: /seconds/ });
  } finally {
    await strict.close();
  }
});

test('cuts a title of a name and an external id that are too long together', async () => {
  const tenant = await startPurview();
  try {
    tenant.graph.ediscovery.add({ displayName: 'n'.repeat(40_000), externalId: 'x'.repeat(40_000) });
    const titles = (await shown(anyCaseIdParameter, caller, tenant)).map(([title = '']) => title);
    assert.ok(titles.some((title) => title.startsWith('nnn')));
    assert.ok(Math.max(...titles.map((title) => Buffer.byteLength(title))) <= 32 * 1024);
  } finally {
    await tenant.close();
  }
});

test('hands on faults of Graph', () => purview.assertHandsOnFaults(() => shown(caseIdParameter)));
