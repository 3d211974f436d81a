import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { limits } from '../../functions/storage/limits.ts';
import { type Cursor, type CursorState, createCursorStore } from '../../functions/subscriptions/cursorStore.ts';
import { committingTwice } from '../storage/committingTwice.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';

/** A cursor in whose row so many events wait one by one. */
const stateOf = (events: number): CursorState => ({
  positions: {
    alerts: {
      cursor: 2_000_000,
      waiting: Array.from({ length: events }, (_, n) => ({
        sequence: 1_000_000 + n,
        attempts: 0,
        strikes: 0,
        notBeforeMs: 0,
        isReplay: true as const,
      })),
    },
  },
  failures: 0,
  delivered: 0,
});

describe('the cursor store', () => {
  const table = createMemoryTable();
  let commits = 0;
  const cursors = createCursorStore(
    {
      ...table,
      async commit(...given) {
        commits++;
        return table.commit(...given);
      },
    },
    { leaseMs: 15_000 },
  );
  const created = async (subscriptionId: string, state: CursorState): Promise<Cursor> => {
    await cursors.create(subscriptionId, state);
    return (await cursors.read(subscriptionId)) ?? assert.fail();
  };

  test('saves together no more than a transaction takes', async () => {
    const large = Array.from({ length: 40 }, (_, n) => created(`large${n}`, stateOf(1_000)));
    const all = await Promise.all([...large, created('small', stateOf(0))]);
    commits = 0;
    await Promise.all(all.map((cursor) => cursors.acquire(cursor)));
    assert.ok(commits > 1 && commits < 10, `${commits} transactions`);
  });

  test('fails the save of a cursor that no row holds, and no other', async () => {
    const [good, bad] = [await created('good', stateOf(1)), await created('bad', stateOf(1))];
    const [lease, fault] = [await cursors.acquire(good), await cursors.acquire(bad)];
    const tooMany = stateOf(Math.ceil(limits.entityBytes / 100));
    const saves = await Promise.allSettled([fault.save(tooMany), lease.save(stateOf(2))]);
    assert.deepEqual(
      saves.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
  });

  test('fails the save whose lease was taken away, and none that was saved together with it', async () => {
    const [mine, taken] = [await created('mine', stateOf(1)), await created('taken', stateOf(1))];
    const [lease, lost] = [await cursors.acquire(mine), await cursors.acquire(taken)];
    await cursors.update('taken', (state) => state);
    const saves = await Promise.allSettled([lost.save(stateOf(2)), lease.save(stateOf(2))]);
    assert.deepEqual(
      saves.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
    await lease.save(stateOf(3));
    assert.deepEqual((await cursors.read('mine'))?.state, stateOf(3));
    assert.deepEqual((await cursors.read('taken'))?.state, stateOf(1));
  });

  test('lets one of two writers of a cursor through that come at the same moment', async () => {
    const cursor = await created('wanted', stateOf(0));
    const outcomes = await Promise.allSettled([cursors.acquire(cursor), cursors.acquire(cursor)]);
    assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  });

  test('changes a cursor by all who change it, whoever is quicker', async () => {
    await created('changed', stateOf(0));
    const more = () => cursors.update('changed', (state) => ({ ...state, delivered: state.delivered + 1 }));
    assert.deepEqual(await Promise.all([more(), more(), more()]), [true, true, true]);
    assert.equal((await cursors.read('changed'))?.state.delivered, 3);
    assert.equal(await cursors.update('none', (state) => state), false);
  });

  test('counts as saved what was, though its answer is lost, and saves on', async () => {
    const lossy = createCursorStore(committingTwice(table), { leaseMs: 15_000 });
    const lease = await lossy.acquire(await created('lossy', stateOf(0)));
    await lease.save(stateOf(1));
    assert.deepEqual((await cursors.read('lossy'))?.state, stateOf(1));
  });
});
