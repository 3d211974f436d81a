import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { getCaseOperation } from '../../functions/ediscovery/getCaseOperation.ts';
import { toStartedOperation } from '../../functions/ediscovery/startedOperation.ts';
import { fabrikamMatter } from '../../sandbox/contoso/ediscoveryCases.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { caller, caseId } from './matter.ts';

let purview: Purview;
before(async () => {
  purview = await startPurview();
});
after(() => purview.close());

const get = (caseOperationId: string) =>
  callHandler(getCaseOperation, purview, { caller, parameters: { caseId, caseOperationId } });

test('gets what an estimate found', async () => {
  assert.partialDeepStrictEqual((await get(fabrikamMatter.operationId)).body, {
    operationId: fabrikamMatter.operationId,
    action: 'estimateStatistics',
    status: 'succeeded',
    isEnded: true,
    percentProgress: 100,
    createdBy: 'Grady Archie',
    estimate: { indexedItemCount: 1284, unindexedItemCount: 7, mailboxCount: 3, siteCount: 2 },
  });
});

test('takes the id of an operation from any form of its address, and calls none', () => {
  const idIn = (location?: string) =>
    toStartedOperation('c', { body: undefined, ...(location !== undefined && { location }) }).operationId;
  const root = 'https://graph.microsoft.com/v1.0/security/cases/ediscoveryCases';
  assert.equal(idIn(`${root}/c/operations/0a-1`), '0a-1');
  assert.equal(idIn(`${root}('c')/operations('0a-1')`), '0a-1');
  assert.equal(idIn(`${root}/c/operations/0a-1?x=y`), '0a-1');
  assert.equal(idIn(`${root}/c/searches/0a-1`), undefined);
  assert.equal(idIn('https://evil.example/operations/../x'), undefined);
  assert.equal(idIn(), undefined);
});

test('says that there is no such operation, and hands on faults', async () => {
  await assert.rejects(get('nothing'), { code: 'NotFound' });
  await purview.assertHandsOnFaults(() => get(fabrikamMatter.operationId));
});
