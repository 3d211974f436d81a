import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createSearch } from '../../functions/ediscovery/createSearch.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { caller, caseId, fabrikam } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const search = { displayName: 'Mails', contentQuery: 'kind:email AND fabrikam' };
const create = (body: Record<string, unknown>, id = caseId) =>
  callHandler(createSearch, purview, { caller, parameters: { caseId: id }, body });

test('creates a search at the custodians, or where it is told', async () => {
  const { status, body } = await create(search);
  assert.equal(status, 201);
  assert.partialDeepStrictEqual(body, { ...search, dataSourceScopes: 'allCaseCustodians' });
  assert.match(Object(body).createdAt, /Z$/);
  const scopes = ['allTenantMailboxes', 'allTenantSites', 'allTenantSites'];
  const { searchId } = Object((await create({ ...search, scopes })).body);
  assert.equal(fabrikam(purview).searches.get(searchId)?.dataSourceScopes, 'allTenantMailboxes,allTenantSites');
});

test('says that there is no such case, and hands on faults', async () => {
  await assert.rejects(create(search, 'nothing'), { code: 'NotFound' });
  await purview.assertHandsOnFaults(() => create(search));
});
