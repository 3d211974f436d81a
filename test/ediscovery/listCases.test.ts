import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listCases } from '../../functions/ediscovery/listCases.ts';
import { ediscoveryCases } from '../../sandbox/contoso/ediscoveryCases.ts';
import { app } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, parametersOf, startPurview } from '../startPurview.ts';
import { caller } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const { fabrikam, northwind } = ediscoveryCases;

interface Listed {
  readonly value: { caseId: string; displayName?: string; createdAt?: string }[];
  readonly unreadable: number;
  readonly nextLink?: string;
}
const listed = async (parameters: Record<string, unknown> = {}, by = caller, from = purview): Promise<Listed> =>
  (await callHandler(listCases, from, { caller: by, parameters: { top: 100, ...parameters } })).body as Listed;

test('lists cases to people and apps, without the times of the year 1', async () => {
  for (const by of [caller, app()]) {
    const { value } = await listed({}, by);
    const names = value.map(({ displayName }) => displayName);
    assert.deepEqual(names, ['Content Search', fabrikam.displayName, northwind.displayName]);
    assert.deepEqual(
      value.map(({ createdAt }) => createdAt !== undefined),
      [false, true, true],
    );
    assert.doesNotMatch(JSON.stringify(value), /0001-|null/);
  }
});

test('filters by status, name and external id', async () => {
  const idsOf = async (filter: Record<string, unknown>) => (await listed(filter)).value.map((found) => found.caseId);
  assert.deepEqual(await idsOf({ status: 'closed' }), [northwind.id]);
  assert.deepEqual(await idsOf({ name: 'm-2026' }), [fabrikam.id]);
  assert.deepEqual(await idsOf({ name: 'NORTHWIND' }), [northwind.id]);
  assert.deepEqual(await idsOf({ name: 'NORTHWIND', status: 'active' }), []);
});

test('gives every case once over all pages', async () => {
  for (let at = 0; at < 45; at += 1) purview.graph.ediscovery.add({ displayName: `Matter ${at}` });
  const seen: string[] = [];
  let page = await listed({ top: 9 });
  for (;;) {
    seen.push(...page.value.map((found) => found.caseId));
    if (page.nextLink === undefined) break;
    page = await listed(parametersOf(page.nextLink));
  }
  assert.equal(seen.length, 48);
  assert.equal(new Set(seen).size, 48);
});

test('explains what it takes besides the permission, to a person and to an app', async () => {
  const poor = await startPurview({ permissions: ['AuditLogsQuery.Read.All'] });
  try {
    const code = 'UpstreamRefused';
    await assert.rejects(listed({}, caller, poor), { code, message: /eDiscovery\.Read\.All.*eDiscovery Manager/ });
  } finally {
    await poor.close();
  }
  purview.graph.ediscoveryRules.appRegistration = 'missing';
  await assert.rejects(listed({}, app()), {
    code: 'UpstreamRefused',
    message: /answers 401 to an app that holds the permission.*New-ServicePrincipal.*Add-eDiscoveryCaseAdmin/,
  });
  assert.ok((await listed()).value.length > 0);
  purview.graph.ediscoveryRules.appRegistration = 'there';
});

test('hands on faults of Graph', () => purview.assertHandsOnFaults(listed));
