import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getAuditSearch } from '../../functions/audit/getAuditSearch.ts';
import { startAuditSearch } from '../../functions/audit/startAuditSearch.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { finishedSearchId } from '../../sandbox/graph/auditStore.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const caller = person(users.grady);
const get = async (searchId: string) =>
  Object((await callHandler(getAuditSearch, purview, { caller, parameters: { searchId } })).body);

test('tells how far a search has come, to its end', async () => {
  const body = { from: '2026-11-16T00:00:00Z', to: '2026-11-23T00:00:00Z' };
  const { searchId } = Object((await callHandler(startAuditSearch, purview, { caller, body })).body);
  const states: [string, boolean][] = [];
  for (let passed = 0; passed <= 60_000; passed += 20_000) {
    const { status, isEnded } = await get(searchId);
    if (states.at(-1)?.[0] !== status) states.push([status, isEnded]);
    purview.pass(20_000);
  }
  assert.deepEqual(states, [
    ['notStarted', false],
    ['running', false],
    ['succeeded', true],
  ]);
});

test('says whether more was found than a search may hold', async () => {
  assert.partialDeepStrictEqual(await get(finishedSearchId), {
    status: 'succeeded',
    isLimitExceeded: false,
    approximateRecordCount: 2,
    recordTypes: ['complianceDLPSharePoint'],
  });
  purview.graph.audit.recordLimit = 1;
  assert.partialDeepStrictEqual(await get(finishedSearchId), { isLimitExceeded: true, recordLimit: 1 });
  purview.graph.audit.recordLimit = 1_000_000;
});

test('says that there is no such search, and hands on faults', async () => {
  await assert.rejects(get('nothing'), { code: 'NotFound' });
  await purview.assertHandsOnFaults(() => get(finishedSearchId));
});
