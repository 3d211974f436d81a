import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { estimateSearch } from '../../functions/ediscovery/estimateSearch.ts';
import { getCaseOperation } from '../../functions/ediscovery/getCaseOperation.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { caller, caseId, searchId } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const estimate = (id: string) => callHandler(estimateSearch, purview, { caller, parameters: { caseId, searchId: id } });

test('starts an estimate, which goes through its states', async () => {
  const { operationId } = Object((await estimate(searchId)).body);
  const states: string[] = [];
  for (let passed = 0; passed <= 120_000; passed += 30_000) {
    const parameters = { caseId, caseOperationId: operationId };
    const { body } = await callHandler(getCaseOperation, purview, { caller, parameters });
    const { status, isEnded, estimate: found } = Object(body);
    if (states.at(-1) !== status) states.push(status);
    assert.equal(found !== undefined, isEnded);
    purview.pass(30_000);
  }
  assert.deepEqual(states, ['notStarted', 'running', 'succeeded']);
});

test('says that there is no such search, and hands on faults', async () => {
  await assert.rejects(estimate('nothing'), { code: 'NotFound' });
  await purview.assertHandsOnFaults(() => estimate(searchId));
});
