import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RowConflict } from '../../functions/storage/rowConflict.ts';
import {
  type Cursor,
  type CursorState,
  createCursorStore,
  type Lease,
} from '../../functions/subscriptions/cursorStore.ts';
import { createMemoryTable, type MemoryTable } from '../storage/memoryTable.ts';

const leaseMs = 30_000;
const workers = 3;
const id = 'subscription';

interface Model {
  /** Grows with each write of the row. */
  version: number;
  delivered: number;
  held: boolean;
  writtenAtMs: number;
  nowMs: number;
  /** What each worker has read, and the write that its lease rests on. */
  readonly read: (number | undefined)[];
  readonly lease: (number | undefined)[];
}

interface Real {
  readonly table: MemoryTable;
  readonly stores: readonly ReturnType<typeof createCursorStore>[];
  readonly cursors: (Cursor | undefined)[];
  readonly leases: (Lease | undefined)[];
}

type Command = fc.AsyncCommand<Model, Real>;

const stateOf = (delivered: number): CursorState => ({ positions: {}, failures: 0, delivered });

const succeeds = async (work: () => Promise<unknown>): Promise<boolean> => {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof RowConflict) return false;
    throw error;
  }
};

const wrote = (model: Model, held: boolean, delivered = model.delivered): number => {
  Object.assign(model, { held, delivered, writtenAtMs: model.nowMs });
  return ++model.version;
};

const read = (worker: number): Command => ({
  check: () => true,
  toString: () => `worker ${worker} reads`,
  async run(model, { stores, cursors }) {
    const cursor = await stores[worker]?.read(id);
    assert.ok(cursor);
    cursors[worker] = cursor;
    model.read[worker] = model.version;
    assert.equal(cursor.state.delivered, model.delivered);
    const leftMs = model.held ? Math.max(0, leaseMs - (model.nowMs - model.writtenAtMs)) : 0;
    // Real time passes too, though little.
    assert.ok(Math.abs(cursor.heldForMs - leftMs) < 2_000, `${cursor.heldForMs} ms instead of ${leftMs}`);
  },
});

const acquire = (worker: number): Command => ({
  check: (model) => model.read[worker] !== undefined,
  toString: () => `worker ${worker} takes the lease`,
  async run(model, { stores, cursors, leases }) {
    const cursor = cursors[worker];
    assert.ok(cursor);
    const isCurrent = model.read[worker] === model.version;
    const done = await succeeds(async () => {
      leases[worker] = await stores[worker]?.acquire(cursor);
    });
    assert.equal(done, isCurrent, 'the lease goes to whoever read last, and to nobody else');
    if (done) model.lease[worker] = wrote(model, true, cursor.state.delivered);
  },
});

const write = (worker: number, kind: 'save' | 'release'): Command => ({
  check: (model) => model.lease[worker] !== undefined,
  toString: () => `worker ${worker}: ${kind}`,
  async run(model, { leases }) {
    const delivered = model.delivered + 1;
    const isHolder = model.lease[worker] === model.version;
    const done = await succeeds(async () => leases[worker]?.[kind](stateOf(delivered)));
    assert.equal(done, isHolder, 'only the holder of the lease writes');
    if (done) model.lease[worker] = wrote(model, kind === 'save', delivered);
    else model.lease[worker] = undefined;
    if (kind === 'release') model.lease[worker] = undefined;
  },
});

const takeAway = (worker: number): Command => ({
  check: () => true,
  toString: () => `worker ${worker} changes the cursor from outside`,
  async run(model, { stores }) {
    await stores[worker]?.update(id, (state) => ({ ...state, delivered: state.delivered + 100 }));
    wrote(model, false, model.delivered + 100);
  },
});

const pass = (ms: number): Command => ({
  check: () => true,
  toString: () => `${ms} ms pass`,
  async run(model, { table }) {
    model.nowMs += ms;
    table.offsetMs += ms;
  },
});

test('a cursor is written by the holder of its lease alone, and nothing that was saved is undone', async () => {
  const worker = fc.nat(workers - 1);
  const commands = fc.commands(
    [
      worker.map(read),
      worker.map(acquire),
      worker.map((by) => write(by, 'save')),
      worker.map((by) => write(by, 'release')),
      worker.map(takeAway),
      fc.integer({ min: 1_000, max: 40_000 }).map(pass),
    ],
    { maxCommands: 30, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const table = createMemoryTable();
      const stores = Array.from({ length: workers }, () => createCursorStore(table, { leaseMs }));
      await stores[0]?.create(id, stateOf(0));
      const none = () => Array.from({ length: workers }, () => undefined);
      await fc.asyncModelRun(
        () => ({
          model: { version: 0, delivered: 0, held: false, writtenAtMs: 0, nowMs: 0, read: none(), lease: none() },
          real: { table, stores, cursors: none(), leases: none() },
        }),
        sequence,
      );
    }),
    { numRuns: 40 },
  );
});
