import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { live } from '../../functions/health/live.ts';
import { ready } from '../../functions/health/ready.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { storageAway } from '../storageAway.ts';

describe('live, while storage is away and nobody has signed in', () => {
  let backEnd: BackEnd;
  before(async () => {
    backEnd = await startBackEnd({ AzureWebJobsStorage: storageAway });
  });
  after(() => backEnd.stop());

  test('says that the process runs, when ready says that it cannot serve', async () => {
    const { status, body } = await backEnd.call(live);
    assert.deepEqual({ status, body }, { status: 200, body: { status: 'live' } });
    assert.equal((await backEnd.call(ready)).status, 503);
  });

  test('does not look at a token', async () => {
    const { status, body } = await backEnd.call(live, { token: 'a.b.c' });
    assert.deepEqual({ status, body }, { status: 200, body: { status: 'live' } });
  });
});
