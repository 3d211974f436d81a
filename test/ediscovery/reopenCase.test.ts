import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { reopenCase } from '../../functions/ediscovery/reopenCase.ts';
import { ediscoveryCases } from '../../sandbox/contoso/ediscoveryCases.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { caller } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const { id } = ediscoveryCases.northwind;
const reopen = (caseId: string) => callHandler(reopenCase, purview, { caller, parameters: { caseId } });

test('reopens a closed case', async () => {
  assert.deepEqual((await reopen(id)).body, { caseId: id });
  assert.equal(purview.graph.ediscovery.get(id)?.record.status, 'active');
});

test('says that there is no such case, and hands on faults', async () => {
  await assert.rejects(reopen('nothing'), { code: 'NotFound' });
  await purview.assertHandsOnFaults(() => reopen(id));
});
