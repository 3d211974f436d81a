import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { limits } from '../../functions/storage/limits.ts';
import { type Cursor, type CursorState, createCursorStore } from '../../functions/subscriptions/cursorStore.ts';
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
});
