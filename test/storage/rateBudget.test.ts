import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Problem } from '../../functions/runtime/problem.ts';
import { createRateBudget } from '../../functions/storage/rateBudget.ts';
import type { Table } from '../../functions/storage/table.ts';
import { tableForTest } from '../tableForTest.ts';

describe('a rate budget', () => {
  let table: Table;
  before(async () => {
    table = await tableForTest();
  });

  /** The clock of the storage service, as this test has it. */
  const clocked = (clock: { nowMs: number }): Table => ({
    ...table,
    read: async (...place) => ({ ...(await table.read(...place)), serverTime: new Date(clock.nowMs) }),
  });
  const options = { calls: 5, perMs: 60_000, service: 'eDiscovery' };
  const isRefusal = (error: unknown): error is Problem => error instanceof Problem && error.code === 'TooManyRequests';

  test('lets so many calls through within any minute, and says how long to wait', async () => {
    const clock = { nowMs: Date.parse('2026-11-26T08:00:00Z') };
    const budget = createRateBudget(clocked(clock), { ...options, name: 'minute' });
    for (let call = 0; call < 5; call += 1) {
      await budget.take(1);
      clock.nowMs += 10_000;
    }
    await assert.rejects(budget.take(1), (error) => {
      assert.ok(isRefusal(error));
      // 50 seconds have passed; and the clock has whole seconds, so one more.
      assert.equal(error.retryAfterSeconds, 11);
      assert.match(error.message, /eDiscovery takes 5 calls in 60 seconds.*Try again in 11 seconds/);
      return true;
    });
    clock.nowMs += 11_000;
    await budget.take(1);
    await assert.rejects(budget.take(1), isRefusal);
  });

  test('takes all of several calls or none', async () => {
    const clock = { nowMs: Date.parse('2026-11-26T08:00:00Z') };
    const budget = createRateBudget(clocked(clock), { ...options, name: 'several' });
    await budget.take(2);
    await budget.take(2);
    await assert.rejects(budget.take(2), isRefusal);
    await budget.take(1);
    await assert.rejects(budget.take(1), isRefusal);
    clock.nowMs += 61_000;
    await budget.take(5);
  });

  test('says that it will never take more at once than it has', async () => {
    const budget = createRateBudget(table, { ...options, name: 'small' });
    await assert.rejects(budget.take(6), { code: 'NotConfigured', message: /takes 6 calls of eDiscovery at once/ });
    await budget.take(5);
  });

  test('is one for all hosts, however they meet', async () => {
    const hosts = Array.from({ length: 4 }, () => createRateBudget(table, { ...options, name: 'shared' }));
    const calls = hosts.flatMap((host) => Array.from({ length: 5 }, () => host.take(1)));
    const outcomes = await Promise.allSettled(calls);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 5);
    for (const outcome of outcomes) if (outcome.status === 'rejected') assert.ok(isRefusal(outcome.reason));
  });

  test('is apart from a budget of another name', async () => {
    await createRateBudget(table, { ...options, name: 'one', calls: 1 }).take(1);
    await createRateBudget(table, { ...options, name: 'other', calls: 1 }).take(1);
  });
});
