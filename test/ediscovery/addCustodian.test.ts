import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addCustodian } from '../../functions/ediscovery/addCustodian.ts';
import { applyHold } from '../../functions/ediscovery/applyHold.ts';
import { groupIdsProperty } from '../../functions/ediscovery/groupIdsProperty.ts';
import { listGroups } from '../../functions/groups/listGroups.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { groups } from '../../sandbox/contoso/groups.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { caller, caseId, fabrikam } from './matter.ts';

let purview: Purview;
const taken: number[] = [];
before(async () => {
  purview = await startPurview({ budget: { take: async (calls) => void taken.push(calls) } });
});
after(() => purview.close());

const add = (body: Record<string, unknown>, id = caseId) =>
  callHandler(addCustodian, purview, { caller, parameters: { caseId: id }, body: { ...body } });
const { adele, diego, lynne, pradeep } = users;
/** What Graph itself answers about cases, asked as the same person. */
const graphOf = async (path: string) =>
  Object(await purview.asPerson(caller).get(`/security/cases/ediscoveryCases${path}`));
const sourcesRoute = 'POST /security/cases/ediscoveryCases/{caseId}/custodians/{custodianId}/userSources';

test('adds a person with mailbox and site, for which it takes both calls at once', async () => {
  taken.length = 0;
  const { status, body } = await add({ email: adele.mail });
  assert.equal(status, 201);
  assert.partialDeepStrictEqual(body, { email: adele.mail, displayName: 'Adele Vance', holdStatus: 'notApplied' });
  assert.deepEqual(fabrikam(purview).userSources.get(Object(body).custodianId), [
    { id: `${Object(body).custodianId}-source`, email: adele.mail, includedSources: 'mailbox, site' },
  ]);
  assert.deepEqual(taken, [2]);
});

test('adds some of their sources only, or none', async () => {
  taken.length = 0;
  const { body } = await add({ email: lynne.mail, sources: 'none' });
  assert.equal(fabrikam(purview).userSources.get(Object(body).custodianId), undefined);
  await add({ email: lynne.mail, sources: 'site' });
  await add({ email: users.alex.mail, sources: 'mailbox' });
  const sourcesOf = (id: string) =>
    fabrikam(purview)
      .userSources.get(id)
      ?.map(({ includedSources }) => includedSources);
  assert.deepEqual(sourcesOf(Object(body).custodianId), ['site']);
  assert.deepEqual(sourcesOf(users.alex.id.replaceAll('-', '')), ['mailbox']);
  assert.deepEqual(taken, [1, 2, 2]);
});

/** What the designer's list of groups shows, as its drop-down reads it. */
const choices = async (): Promise<ReadonlyMap<string, string>> => {
  const { operationId, itemsPath, itemTitlePath, itemValuePath } = groupIdsProperty.items['x-ms-dynamic-list'];
  assert.equal(operationId, listGroups.operationId);
  const { body } = await callHandler(listGroups, purview, { caller });
  const items: Record<string, string>[] = Object(body)[itemsPath];
  return new Map(items.map((item) => [item[itemTitlePath] ?? '', item[itemValuePath] ?? '']));
};

const groupSources = async (custodianId: string): Promise<Record<string, unknown>[]> =>
  (await graphOf(`/${caseId}/custodians/${custodianId}/unifiedGroupSources`)).value;

test('adds groups that were picked from the list, and a hold of the person keeps them too', async () => {
  taken.length = 0;
  const picked = await choices();
  const groupIds = ['Supply Chain (supplychain@contoso.com)', 'Marketing (marketing@contoso.com)'].map(
    (title) => picked.get(title) ?? assert.fail(`${title} is not among ${[...picked.keys()]}`),
  );
  const { body } = await add({ email: pradeep.mail, groupIds: [...groupIds, ...groupIds.slice(0, 1)] });
  assert.deepEqual(taken, [4]);
  const { custodianId } = Object(body);
  const { supplyChain, marketing } = groups;
  assert.deepEqual(
    (await groupSources(custodianId)).map(({ id, displayName, includedSources, holdStatus }) => [
      id,
      displayName,
      includedSources,
      holdStatus,
    ]),
    [supplyChain, marketing].map(({ id, displayName }) => [id, displayName, 'mailbox, site', 'notApplied']),
  );

  await callHandler(applyHold, purview, { caller, parameters: { caseId }, body: { custodianIds: [custodianId] } });
  purview.pass(120_000);
  const [supply] = await groupSources(custodianId);
  assert.equal(supply?.holdStatus, 'applied');
});

test('adds groups without the sources of the person', async () => {
  taken.length = 0;
  const { body } = await add({ email: diego.mail, sources: 'none', groupIds: [groups.finance.id] });
  const { custodianId } = Object(body);
  assert.equal(fabrikam(purview).userSources.get(custodianId), undefined);
  assert.deepEqual(
    (await groupSources(custodianId)).map(({ id }) => id),
    [groups.finance.id],
  );
  assert.deepEqual(taken, [2]);
});

test('takes no more groups than fit into the calls of a minute, and only ids', async () => {
  const refused = (groupIds: unknown) =>
    assert.notDeepEqual(validatorOf(groupIdsProperty, 'groupIds')(groupIds), [], JSON.stringify(groupIds));
  refused(Array.from({ length: 4 }, (_, index) => `g${index}`));
  refused(['a/b']);
  refused(['']);
  refused('0d3f4b6e');
});

test('says which groups could not be added, and leaves those after them alone', async () => {
  const { newsletter, finance, marketing } = groups;
  await assert.rejects(
    add({ email: adele.mail, groupIds: [marketing.id, newsletter.id, finance.id] }),
    ({ code, message }) => {
      assert.equal(code, 'InvalidInput');
      assert.match(message, new RegExp(`not their group ${newsletter.id}, group ${finance.id}: add .*Newsletter`));
      return true;
    },
  );
  const ids = (await groupSources(adele.id.replaceAll('-', ''))).map(({ id }) => id);
  assert.deepEqual(ids, [marketing.id]);
});

test('says what is done when only the sources could not be added, hands on the wait, and adds them when repeated', async () => {
  const { id, mail } = users.grady;
  const custodianId = id.replaceAll('-', '');
  const { finance, marketing } = groups;
  const body = { email: mail, groupIds: [marketing.id, finance.id] };
  const groupRoute = sourcesRoute.replace('userSources', 'unifiedGroupSources');
  const missing = `group ${marketing.id}, group ${finance.id}`;
  for (const [fault, route, names, told] of [
    [{ kind: 'failed', status: 500 }, sourcesRoute, `mailbox and site, ${missing}`, ['fault', undefined]],
    [{ kind: 'throttled', retryAfter: { seconds: 47 } }, groupRoute, missing, ['throttled', 47_000]],
  ] as const) {
    purview.graph.faults.plan({ fault, route });
    await assert.rejects(add(body), (error) => {
      assert.ok(error instanceof UpstreamError && error.requestId !== undefined);
      assert.deepEqual([error.kind, error.retryAfterMs], told);
      assert.match(error.message, new RegExp(`not their ${names}: a repeat of the action adds what is missing`));
      assert.equal(error.message.split('Microsoft Graph: ').length, 2);
      return true;
    });
  }
  await add(body);
  assert.equal(fabrikam(purview).userSources.get(custodianId)?.length, 1);
  assert.deepEqual(
    (await groupSources(custodianId)).map(({ id: groupId }) => groupId),
    [marketing.id, finance.id],
  );
});

test('says that there is no such case or person, and hands on faults', async () => {
  await assert.rejects(add({ email: adele.mail }, 'nothing'), { code: 'NotFound' });
  await assert.rejects(add({ email: 'nobody@contoso.com' }), { code: 'InvalidInput', message: /does not exist/ });
  await purview.assertHandsOnFaults(() => add({ email: adele.mail }));
});
