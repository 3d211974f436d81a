import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createEventLog, type EventLog } from '../../functions/events/eventLog.ts';
import type { Head } from '../../functions/events/head.ts';
import { RowConflict } from '../../functions/storage/rowConflict.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import { recordDraft } from './recordDraft.ts';

const writers = 3;

interface Model {
  /** Record ids in the order of the log. */
  readonly records: string[];
  /** Grows with each write of the head. */
  version: number;
  /** The version that each writer has read. */
  readonly seen: number[];
}

interface Real {
  readonly logs: readonly EventLog[];
  readonly heads: Head[];
}

type Command = fc.AsyncCommand<Model, Real>;

const attempted = async (work: () => Promise<Head>): Promise<Head | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RowConflict) return undefined;
    throw error;
  }
};

const logOf = (real: Real, writer: number): EventLog => real.logs[writer] ?? assert.fail();
const headOf = (real: Real, writer: number): Head => real.heads[writer] ?? assert.fail();

const look = (writer: number): Command => ({
  check: () => true,
  toString: () => `writer ${writer} reads the head`,
  async run(model, real) {
    real.heads[writer] = await logOf(real, writer).head('alerts');
    model.seen[writer] = model.version;
    assert.equal(real.heads[writer]?.nextSequence, model.records.length + 1);
  },
});

const append = (writer: number, count: number): Command => ({
  check: () => true,
  toString: () => `writer ${writer} appends ${count}`,
  async run(model, real) {
    const wanted = Array.from({ length: count }, (_, n) => `w${writer}-${model.version}-${n}`);
    const events = wanted.map((recordId) => ({ draft: recordDraft(recordId), change: 'raised' as const }));
    const isCurrent = model.seen[writer] === model.version;
    let taken = 0;
    const head = await attempted(async () => {
      const options = { events, upperBound: '2026-11-01T00:00:01.000Z', correlationId: 'model' };
      const appended = await logOf(real, writer).append('alerts', headOf(real, writer), options);
      taken = appended.entries.length;
      assert.equal(taken + appended.rest.length, count);
      return appended.head;
    });
    assert.equal(
      head !== undefined,
      isCurrent,
      'a writer succeeds when nobody has written since it looked, and only then',
    );
    if (!head) return;
    assert.ok(taken > 0);
    model.records.push(...wanted.slice(0, taken));
    model.seen[writer] = ++model.version;
    real.heads[writer] = head;
  },
});

const advance = (writer: number): Command => ({
  check: () => true,
  toString: () => `writer ${writer} moves the watermark`,
  async run(model, real) {
    const isCurrent = model.seen[writer] === model.version;
    const watermark = `2026-11-01T00:00:${String(model.version % 60).padStart(2, '0')}.000Z`;
    const head = await attempted(() => logOf(real, writer).advance('alerts', headOf(real, writer), { watermark }));
    assert.equal(head !== undefined, isCurrent);
    if (!head) return;
    model.seen[writer] = ++model.version;
    real.heads[writer] = head;
  },
});

const readOn = (reader: number, from: number): Command => ({
  check: () => true,
  toString: () => `reader ${reader} reads on from ${from}`,
  async run(model, real) {
    const found: string[] = [];
    const log = logOf(real, reader);
    for (
      let page = await log.after('alerts', from);
      page.length;
      page = await log.after('alerts', from + found.length)
    ) {
      for (const { sequence, json, eventId } of page) {
        assert.equal(sequence, from + found.length + 1, 'without a gap');
        assert.equal((await log.find(eventId))?.json, json);
        found.push(JSON.parse(json).alert.alertId);
      }
    }
    assert.deepEqual(found, model.records.slice(from));
  },
});

test('the log gives every reader what its writers appended, in one order, and lets no stale writer in', async () => {
  const writer = fc.nat(writers - 1);
  const commands = fc.commands(
    [
      writer.map(look),
      fc.tuple(writer, fc.integer({ min: 1, max: 60 })).map(([by, count]) => append(by, count)),
      writer.map(advance),
      fc.tuple(writer, fc.nat(150)).map(([by, from]) => readOn(by, from)),
    ],
    { maxCommands: 40, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const table = createMemoryTable();
      const logs = Array.from({ length: writers }, () =>
        createEventLog({ table, tenantId: 'contoso', now: () => new Date() }),
      );
      const heads = await Promise.all(logs.map((log) => log.head('alerts')));
      await fc.asyncModelRun(
        () => ({ model: { records: [], version: 0, seen: logs.map(() => 0) }, real: { logs, heads } }),
        sequence,
      );
    }),
    { numRuns: 30 },
  );
});
