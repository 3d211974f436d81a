import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { azurite } from '../azurite.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { badRequestSweep } from './badRequestSweep.ts';
import { storageText } from './storageText.ts';

describe('the door for input', () => {
  let backEnd: BackEnd;
  before(async () => {
    // Nothing but the calls changes what is stored.
    const never = '0 0 0 1 1 *';
    backEnd = await startBackEnd({ ALERT_POLL_SCHEDULE: never, SWEEP_SCHEDULE: never, PURGE_SCHEDULE: never });
  });
  after(() => backEnd.stop());

  test('refuses bad requests, stores nothing, and asks nobody', async () => {
    const { connectionString } = await azurite();
    const stored = await storageText(connectionString);
    backEnd.graph.requests.reset();
    const { tried, faults } = await badRequestSweep(backEnd, { requests: 400, seed: 20_261_126 });
    assert.deepEqual(faults, []);
    assert.equal(tried, 400);
    assert.equal(backEnd.graph.requests.total, 0);
    assert.equal(await storageText(connectionString), stored);
  });
});
