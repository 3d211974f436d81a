import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ediscoveryFor } from '../../functions/ediscovery/ediscoveryOfGraph.ts';
import { getCase } from '../../functions/ediscovery/getCase.ts';
import { callHandler } from '../callHandler.ts';
import { inTurn, startService } from '../integrations/graph/answering.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { caller, caseId } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const get = (id: string) => callHandler(getCase, purview, { caller, parameters: { caseId: id } });

test('gets a case in our words', async () => {
  const { body } = await get(caseId);
  assert.partialDeepStrictEqual(body, {
    caseId,
    displayName: 'Contoso v. Fabrikam',
    status: 'active',
    externalId: 'M-2026-0317',
    updatedBy: 'Grady Archie',
  });
  assert.doesNotMatch(JSON.stringify(body), /null/);
});

test('says that there is no such case, and never leaves the path', async () => {
  await assert.rejects(get('nothing'), { code: 'NotFound' });
  await assert.rejects(get('../ediscoveryCases'), { code: 'NotFound' });
  await assert.rejects(get('.'), { code: 'InvalidInput' });
});

test('takes something other than a case for a fault, and leaves it out of a list', async () => {
  const answers = [{ value: 'no case' }, { value: [null, { id: 7 }, { id: 'c1' }] }];
  const service = await startService(inTurn(answers));
  const ediscovery = ediscoveryFor(() => service.clients(), { take: async () => {} });
  try {
    await assert.rejects(ediscovery(caller).get('c1'), { name: 'UpstreamError', kind: 'fault' });
    assert.deepEqual(await ediscovery(caller).all(), [{ caseId: 'c1', status: 'unknown' }]);
  } finally {
    await service.close();
  }
});

test('hands on faults of Graph', () => purview.assertHandsOnFaults(() => get(caseId)));
