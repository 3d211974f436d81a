import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { applyHold } from '../../functions/ediscovery/applyHold.ts';
import { getCaseOperation } from '../../functions/ediscovery/getCaseOperation.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { caller, caseId, custodianId, fabrikam } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const apply = (custodianIds: string[], id = caseId) =>
  callHandler(applyHold, purview, { caller, parameters: { caseId: id }, body: { custodianIds } });

test('starts a hold of all that are named, names the operation, and has applied it when that has ended', async () => {
  const { custodians } = fabrikam(purview);
  const custodian = custodians.get(custodianId) ?? assert.fail();
  custodian.holdStatus = 'notApplied';
  for (const id of ['named', 'unnamed']) custodians.set(id, { ...custodian, id });
  const holdStatuses = () => [custodianId, 'named', 'unnamed'].map((id) => custodians.get(id)?.holdStatus);
  const { operationId } = Object((await apply([custodianId, 'named'])).body);
  assert.deepEqual(holdStatuses(), ['applying', 'applying', 'notApplied']);
  purview.pass(120_000);
  const parameters = { caseId, caseOperationId: operationId };
  const { body } = await callHandler(getCaseOperation, purview, { caller, parameters });
  assert.partialDeepStrictEqual(body, { operationId, action: 'holdUpdate', status: 'succeeded', isEnded: true });
  assert.deepEqual(holdStatuses(), ['applied', 'applied', 'notApplied']);
});

test('says that there is no such case or custodian, and hands on faults', async () => {
  await assert.rejects(apply([custodianId], 'nothing'), { code: 'NotFound' });
  await assert.rejects(apply(['nobody']), { code: 'NotFound' });
  await purview.assertHandsOnFaults(() => apply([custodianId]));
});
