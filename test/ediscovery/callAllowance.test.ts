import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { callAllowance } from '../../functions/ediscovery/callAllowance.ts';
import { listCases } from '../../functions/ediscovery/listCases.ts';
import { createRateBudget } from '../../functions/storage/rateBudget.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { tableForTest } from '../tableForTest.ts';
import { caller } from './matter.ts';

test('takes leave for calls once: for those that were reserved beforehand, for each other one when it is made', async () => {
  const taken: number[] = [];
  const allowance = callAllowance({ take: async (calls) => void taken.push(calls) }, async () => new Response());
  await allowance.reserve(2);
  assert.deepEqual(taken, [2]);
  for (let call = 0; call < 3; call += 1) await allowance.fetch('https://graph.microsoft.com/');
  assert.deepEqual(taken, [2, 1]);
  await allowance.reserve(1);
  await allowance.fetch('https://graph.microsoft.com/');
  assert.deepEqual(taken, [2, 1, 1]);
});

describe('the calls of eDiscovery', () => {
  let purview: Purview;
  before(async () => {
    const limits = { name: 'ediscovery', service: 'eDiscovery', calls: 5, perMs: 60_000 };
    purview = await startPurview({ budget: createRateBudget(await tableForTest(), limits) });
    // As strict as the real service: who makes a sixth call is told off by it.
    purview.graph.ediscoveryRules.callsPerMinute = 5;
  });
  after(() => purview.close());

  const route = 'GET /security/cases/ediscoveryCases';
  const list = () => callHandler(listCases, purview, { caller, parameters: { top: 100 } });

  test('count repeats after a failure as well, and are refused before they are made', async () => {
    purview.graph.faults.plan({ fault: { kind: 'failed', status: 503 }, route, times: 2 });
    await list();
    assert.equal(purview.graph.requests.of(route), 3);
    await list();
    await list();
    await assert.rejects(list(), { code: 'TooManyRequests', message: /5 calls in 60 seconds from all flows/ });
    assert.equal(purview.graph.requests.of(route), 5);
  });
});
