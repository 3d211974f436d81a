import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { type Before, type ChangeLog, createChangeLog, type Watch } from '../../functions/changes/changeLog.ts';
import type { Table } from '../../functions/storage/table.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import { tableForTest } from '../tableForTest.ts';

/** A record that changes without telling: its time stays the same as often as not. */
interface Thing {
  readonly id: string;
  readonly value: number;
  readonly changedAt: string;
}
interface ThingChange {
  readonly id: string;
  readonly value: number;
}

const hourMs = 3_600_000;

describe('the changes of a list', () => {
  let table: Table;
  let now = new Date('2026-11-26T08:00:00.000Z');
  let log: ChangeLog;
  before(async () => {
    table = await tableForTest();
    log = createChangeLog(table, () => now);
  });

  const look = (thing: Thing, seen: Before<{ readonly value: number }>) => {
    const state = { value: thing.value };
    const isNews = 'state' in seen ? seen.state.value !== thing.value : new Date(thing.changedAt) >= seen.since;
    return { state, ...(isNews && { change: { id: thing.id, value: thing.value } }) };
  };

  const watching = (list: () => readonly Thing[], view: string = randomUUID()) => ({
    view,
    rereadAfterMs: 0,
    read: async () => list(),
    idOf: ({ id }: Thing) => id,
    look,
  });
  type Watching = Watch<Thing, { readonly value: number }, ThingChange>;

  const poll = async (watch: Watching, cursor?: string, { most = 100, of = log } = {}) => {
    const { changes, ...polled } = await of.poll(watch, { ...(cursor && { cursor }), most, fits: () => true });
    return { ...polled, changes, values: changes.map(({ change }) => `${change.id}=${change.value}`) };
  };

  const thing = (id: string, value: number, hoursAgo = 0): Thing => ({
    id,
    value,
    changedAt: new Date(now.getTime() - hoursAgo * hourMs).toISOString(),
  });

  test('begin with those of the last 24 hours, and go on from the cursor', async () => {
    let list = [thing('old', 1, 25), thing('young', 1, 23)];
    const watch = watching(() => list);
    const first = await poll(watch);
    assert.deepEqual(first.values, ['young=1']);
    assert.deepEqual((await poll(watch, first.cursor)).values, []);
    list = [thing('old', 2, 25), thing('young', 1, 23), thing('new', 1)];
    const second = await poll(watch, first.cursor);
    assert.deepEqual(second.values, ['old=2', 'new=1']);
    // The same place gives the same again: an answer may have been lost.
    assert.deepEqual((await poll(watch, first.cursor)).changes, second.changes);
    assert.deepEqual((await poll(watch, second.cursor)).values, []);
  });

  test('are found without a cursor as long as they are of the last 24 hours', async () => {
    let list = [thing('a', 1, 48)];
    const watch = watching(() => list);
    assert.deepEqual((await poll(watch)).values, []);
    list = [thing('a', 2, 48)];
    assert.deepEqual((await poll(watch)).values, ['a=2']);
    assert.deepEqual((await poll(watch)).values, ['a=2']);
    const start = now;
    now = new Date(start.getTime() + 25 * hourMs);
    assert.deepEqual((await poll(watch)).values, []);
    now = start;
  });

  test('come in parts, oldest first, each cursor leading to the next part', async () => {
    const list = Array.from({ length: 130 }, (_, at) => thing(`t${String(at).padStart(3, '0')}`, at));
    const watch = watching(() => list);
    const seen: string[] = [];
    let part = await poll(watch, undefined, { most: 50 });
    while (part.values.length > 0) {
      assert.ok(part.values.length <= 50);
      seen.push(...part.values);
      part = await poll(watch, part.cursor, { most: 50 });
    }
    assert.deepEqual(
      seen,
      list.map(({ id, value }) => `${id}=${value}`),
    );
  });

  test('are passed over when they do not fit, and found by whom they do', async () => {
    let list = [thing('a', 1, 48)];
    const watch = watching(() => list);
    const { cursor } = await poll(watch);
    list = [thing('a', 2, 48), thing('b', 1)];
    const odd = await log.poll(watch, { cursor, most: 100, fits: ({ value }) => value % 2 === 1 });
    assert.deepEqual(
      odd.changes.map(({ change }) => change.id),
      ['b'],
    );
    const even = await log.poll(watch, { cursor, most: 100, fits: ({ value }) => value % 2 === 0 });
    assert.deepEqual(
      even.changes.map(({ change }) => change.id),
      ['a'],
    );
    assert.equal(even.cursor, odd.cursor);
  });

  test('are not looked for again within the time that the list keeps, and are answered all the same', async () => {
    let reads = 0;
    let list = [thing('a', 1)];
    const watch = {
      ...watching(() => {
        reads += 1;
        return list;
      }),
      rereadAfterMs: 60_000,
    };
    assert.deepEqual((await poll(watch)).values, ['a=1']);
    list = [thing('a', 2)];
    const soon = await poll(watch);
    assert.deepEqual([soon.values, soon.records, reads], [['a=1'], undefined, 1]);
    const start = now;
    now = new Date(start.getTime() + 60_000);
    assert.deepEqual((await poll(watch)).values, ['a=1', 'a=2']);
    now = start;
  });

  test('are kept apart for each view, and a cursor of one means nothing to another', async () => {
    const mine = watching(() => [thing('mine', 1)]);
    const theirs = watching(() => [thing('theirs', 1)]);
    const { cursor } = await poll(mine);
    assert.deepEqual((await poll(theirs, cursor)).values, ['theirs=1']);
    for (const none of ['x', '1', `${cursor}0x`, "' or 1 eq 1"])
      await assert.rejects(poll(mine, none), { code: 'InvalidInput' });
  });

  test('are not lost when a list fails halfway, or holds a record twice', async () => {
    let list: Thing[] | undefined = [thing('a', 1, 48)];
    const watch = watching(() => {
      if (list === undefined) throw new Error('The list failed.');
      return list;
    });
    const { cursor } = await poll(watch);
    list = undefined;
    await assert.rejects(poll(watch, cursor), /The list failed/);
    list = [thing('a', 2, 48), thing('a', 3, 48), thing('b', 1)];
    assert.deepEqual((await poll(watch, cursor)).values, ['a=3', 'b=1']);
  });

  test('are dropped past their time, and a view with them when nobody polls it any more', async () => {
    const own = createChangeLog(await tableForTest(), () => now);
    const start = now;
    const idle = watching(() => [thing('idle', 1)]);
    let list = [thing('a', 1)];
    const polled = watching(() => list);
    await poll(idle, undefined, { of: own });
    const first = await poll(polled, undefined, { of: own });
    now = new Date(start.getTime() + 31 * 24 * hourMs);
    list = [thing('a', 2)];
    await poll(polled, first.cursor, { of: own });
    assert.ok((await own.purge(new Date(start.getTime() + 24 * hourMs))) >= 3);
    assert.equal(await own.purge(new Date(start.getTime() + 24 * hourMs)), 0);
    assert.deepEqual((await poll(polled, first.cursor, { of: own })).values, ['a=2']);
    // What is begun anew says nothing of the past.
    assert.deepEqual(
      (
        await poll(
          watching(() => [thing('idle', 1, 48)], idle.view),
          undefined,
          { of: own },
        )
      ).values,
      [],
    );
    now = start;
  });

  type Step =
    | { readonly kind: 'set'; readonly id: string; readonly value: number }
    | { readonly kind: 'remove'; readonly id: string }
    | { readonly kind: 'poll' | 'lose the answer'; readonly flow: number }
    | { readonly kind: 'poll at once' | 'fail' };
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const flow = fc.integer({ min: 0, max: 2 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('set' as const), id, value: fc.integer({ min: 0, max: 3 }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('remove' as const), id }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('poll' as const), flow }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose the answer' as const), flow }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('poll at once' as const, 'fail' as const) }) },
  );

  test('reach every flow, none twice, all at the same time, whatever is lost, fails or happens at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25, size: 'max' }), async (steps) => {
        // All have the same time: only what they are tells versions apart.
        const things = new Map<string, Thing>([['a', thing('a', 0, 48)]]);
        const of = createChangeLog(createMemoryTable(), () => now);
        let fails = false;
        const watch = watching(() => {
          if (fails) throw new Error('The list failed.');
          return [...things.values()];
        });
        const flows = await Promise.all(
          [0, 1, 2].map(async () => ({
            cursor: (await poll(watch, undefined, { of })).cursor,
            got: [] as string[],
            seen: new Set<string>(),
          })),
        );
        const known = new Map([['a', 0]]);
        /** What a comparison must have found, in any order within one poll. */
        const expected: string[][] = [];
        const compared = () => {
          const found = [...things.values()].filter(({ id: name, value }) => known.get(name) !== value);
          for (const { id: name, value } of found) known.set(name, value);
          if (found.length > 0) expected.push(found.map(({ id: name, value }) => `${name}=${value}`).sort());
        };
        const pollOf = async (at: number, outcome: 'kept' | 'lost') => {
          const own = flows[at];
          assert.ok(own);
          const { changes, values, cursor } = await poll(watch, own.cursor, { of });
          if (outcome === 'lost') return;
          for (const { cursor: one } of changes) {
            assert.ok(!own.seen.has(one), `${one} came twice`);
            own.seen.add(one);
          }
          own.got.push(...values);
          own.cursor = cursor;
        };
        for (const next of steps) {
          if (next.kind === 'set') things.set(next.id, thing(next.id, next.value, 48));
          if (next.kind === 'remove') things.delete(next.id);
          if (next.kind === 'poll' || next.kind === 'lose the answer') {
            compared();
            await pollOf(next.flow, next.kind === 'poll' ? 'kept' : 'lost');
          }
          if (next.kind === 'poll at once') {
            compared();
            await Promise.all([0, 1, 2].map((at) => pollOf(at, 'kept')));
          }
          if (next.kind === 'fail') {
            fails = true;
            await assert.rejects(poll(watch, undefined, { of }));
            fails = false;
          }
        }
        compared();
        for (const at of [0, 1, 2]) await pollOf(at, 'kept');
        for (const { got } of flows) {
          let from = 0;
          for (const batch of expected) {
            assert.deepEqual(got.slice(from, from + batch.length).sort(), batch);
            from += batch.length;
          }
          assert.equal(got.length, from);
        }
      }),
      { numRuns: 40 },
    );
  });
});
