import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Begun, KeyedCall } from '../../functions/runtime/idempotency.ts';
import { createIdempotencyStore } from '../../functions/storage/idempotencyStore.ts';
import type { Table } from '../../functions/storage/table.ts';
import { tableForTest } from '../tableForTest.ts';
import { committingTwice } from './committingTwice.ts';

const minuteMs = 60_000;
const call: KeyedCall = { scope: 'PostToTeams/tenant/adele', key: 'k', requestHash: 'h' };
const reply = { status: 201, headers: { Location: 'https://example.net/ä' }, body: { id: 'x'.repeat(70_000) } };

const asNew = (begun: Begun) => {
  assert.ok(begun.state === 'new', begun.state);
  return begun;
};

describe('the store of keyed calls', () => {
  let table: Table;
  /** How much later the service's clock says it is. */
  let laterMs: number;
  let nowMs: number;
  const open = () =>
    createIdempotencyStore(
      {
        ...table,
        async read(...place) {
          const { serverTime, ...found } = await table.read(...place);
          return { ...found, serverTime: new Date(serverTime.getTime() + laterMs) };
        },
      },
      () => new Date(nowMs),
    );

  beforeEach(async () => {
    table = await tableForTest();
    laterMs = 0;
    nowMs = Date.now();
  });

  test('gives the answer of the first call to every later one, in every process, however long it is', async () => {
    await asNew(await open().begin(call)).finish(reply);
    assert.deepEqual(await open().begin(call), { state: 'replay', reply });
    assert.deepEqual(await open().begin(call), { state: 'replay', reply });
  });

  test('lets one of many calls at once through', async () => {
    const begun = await Promise.all(Array.from({ length: 8 }, () => open().begin(call)));
    assert.deepEqual(begun.map(({ state }) => state).toSorted(), ['new', ...Array(7).fill('running')]);
  });

  test('is not taken for its own rival when storage commits and its answer is lost', async () => {
    const { begin } = createIdempotencyStore(committingTwice(table), () => new Date(nowMs));
    asNew(await begin(call));
    assert.deepEqual(await open().begin(call), { state: 'running' });
  });

  test('knows an input that differs, while the first call runs and when it has ended', async () => {
    const first = asNew(await open().begin(call));
    assert.deepEqual(await open().begin({ ...call, requestHash: 'other' }), { state: 'conflict' });
    await first.finish(reply);
    assert.deepEqual(await open().begin({ ...call, requestHash: 'other' }), { state: 'conflict' });
  });

  test('keeps scopes and keys apart, whatever characters they hold', async () => {
    for (const other of [
      { ...call, scope: 'PostToTeams/tenant/megan' },
      { ...call, key: 'K' },
      { ...call, key: '/\\#?\u0001' },
      { ...call, scope: '', key: `${call.scope}${call.key}` },
    ])
      asNew(await open().begin(other));
    asNew(await open().begin(call));
  });

  test('begins anew when the call failed', async () => {
    await asNew(await open().begin(call)).abandon();
    await asNew(await open().begin({ ...call, requestHash: 'other' })).finish(reply);
  });

  test('never begins anew when the call may have taken effect', async () => {
    await asNew(await open().begin(call)).doubt();
    laterMs = 6 * minuteMs;
    assert.deepEqual(await open().begin(call), { state: 'unknown' });
    assert.deepEqual(await open().begin({ ...call, requestHash: 'other' }), { state: 'conflict' });
  });

  test('keeps of an answer larger than a row that there was one', async () => {
    await asNew(await open().begin(call)).finish({ status: 200, body: { comment: 'ö'.repeat(100_000) } });
    laterMs = 6 * minuteMs;
    assert.deepEqual(await open().begin(call), { state: 'answerNotKept' });
  });

  test('never begins anew after a call that nobody heard of any more', async () => {
    const slow = asNew(await open().begin(call));
    laterMs = 4 * minuteMs;
    assert.deepEqual(await open().begin(call), { state: 'running' });
    laterMs = 6 * minuteMs;
    assert.deepEqual(await open().begin(call), { state: 'unknown' });
    await slow.finish(reply);
    assert.deepEqual(await open().begin(call), { state: 'replay', reply });
  });

  test('forgets calls that began before a time, and no others', async () => {
    await asNew(await open().begin(call)).finish(reply);
    nowMs += minuteMs;
    await asNew(await open().begin({ ...call, key: 'later' })).finish(reply);
    assert.equal(await open().purge(new Date(nowMs)), 1);
    asNew(await open().begin(call));
    assert.equal((await open().begin({ ...call, key: 'later' })).state, 'replay');
  });
});
