import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeCase } from '../../functions/ediscovery/closeCase.ts';
import { getCase } from '../../functions/ediscovery/getCase.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { caller, caseId } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const close = (id: string) => callHandler(closeCase, purview, { caller, parameters: { caseId: id } });
const statusOf = async () =>
  Object((await callHandler(getCase, purview, { caller, parameters: { caseId } })).body).status;

test('starts to close a case, which is closed a while later; to say so again does no harm', async () => {
  assert.deepEqual((await close(caseId)).body, { caseId });
  assert.equal(await statusOf(), 'closing');
  await close(caseId);
  purview.pass(60_000);
  assert.equal(await statusOf(), 'closed');
  await close(caseId);
  assert.equal(await statusOf(), 'closed');
});

test('says that there is no such case, and hands on faults', async () => {
  await assert.rejects(close('nothing'), { code: 'NotFound' });
  await purview.assertHandsOnFaults(() => close(caseId));
});
