import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addCustodian } from '../../functions/ediscovery/addCustodian.ts';
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
const { adele, lynne } = users;
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
  const [source] = fabrikam(purview).userSources.get(Object(body).custodianId) ?? [];
  assert.equal(source?.includedSources, 'site');
  assert.deepEqual(taken, [1, 2]);
});

test('says what is done when only the sources could not be added', async () => {
  for (const [fault, kind] of [
    [{ kind: 'failed', status: 500 }, 'fault'],
    [{ kind: 'throttled' }, 'throttled'],
  ] as const) {
    purview.graph.faults.plan({ fault, route: sourcesRoute });
    await assert.rejects(add({ email: adele.mail }), { kind, message: /was added to the case, but not their mailbox/ });
  }
});

test('says that there is no such case or person, and hands on faults', async () => {
  await assert.rejects(add({ email: adele.mail }, 'nothing'), { code: 'NotFound' });
  await assert.rejects(add({ email: 'nobody@contoso.com' }), { code: 'InvalidInput', message: /does not exist/ });
  await purview.assertHandsOnFaults(() => add({ email: adele.mail }));
});
