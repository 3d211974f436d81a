import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EventDraft } from '../../functions/events/event.ts';
import { createEventLog, type EventLog } from '../../functions/events/eventLog.ts';
import { type LogEntry, toEntry } from '../../functions/events/logEntry.ts';
import { createTail } from '../../functions/events/tail.ts';
import type { Table } from '../../functions/storage/table.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import { watchListings } from '../storage/watchListings.ts';
import { recordDraft } from './recordDraft.ts';

const source = 'alerts';
const size = 4_000;
const now = () => new Date();
const placement = {
  tenantId: 'contoso',
  source,
  change: 'raised',
  detectedAt: '2026-11-01T00:00:00.000Z',
  upperBound: '2026-11-01T00:00:00.000Z',
  correlationId: 'test',
} as const;

const open = (table: Table): EventLog => createEventLog({ table, tenantId: 'contoso', now });
const append = async (log: EventLog, recordIds: readonly string[], more: Partial<EventDraft> = {}): Promise<void> => {
  const events = recordIds.map((recordId) => ({ draft: recordDraft(recordId, more), change: 'raised' as const }));
  await log.append(source, await log.head(source), { events, upperBound: now().toISOString(), correlationId: 'test' });
};
const idsAfter = async (log: EventLog, sequence: number): Promise<string[]> =>
  (await log.after(source, sequence)).map(({ json }) => JSON.parse(json).alert.alertId);

/** A table whose first listing is read at once, and answered when it is let go on. */
const slow = (table: Table) => {
  const isRead = Promise.withResolvers<void>();
  const goesOn = Promise.withResolvers<void>();
  let listings = 0;
  return {
    isRead: isRead.promise,
    goOn: goesOn.resolve,
    table: {
      ...table,
      async *list(query) {
        const isFirst = listings++ === 0;
        for await (const rows of table.list(query)) {
          isRead.resolve();
          if (isFirst) await goesOn.promise;
          yield rows;
        }
      },
    } satisfies Table as Table,
  };
};

/** A log with this many events, so many of them in each append, and a process that has only the newest in memory. */
const behind = async (count: number, together: number) => {
  const { table, listings } = watchListings(createMemoryTable());
  const writer = open(table);
  const thing = { text: 'x'.repeat(size) };
  for (let at = 0; at < count; at += together)
    await append(
      writer,
      Array.from({ length: together }, (_, n) => `r${at + n}`),
      { thing },
    );
  const log = open(table);
  await log.after(source, count - 1);
  listings.length = 0;
  const pages: number[] = [];
  for (let at = 0; at < count - 1; at += pages.at(-1) ?? count) {
    const page = await log.after(source, at);
    assert.deepEqual(
      page.map(({ sequence }) => sequence),
      page.map((_, n) => at + n + 1),
    );
    pages.push(page.length);
  }
  return { pages, requests: listings.length };
};

describe('the tail of a log', () => {
  /** A log whose first reading is held up, and began before another process wrote this record. */
  const readingBefore = async (recordId: string) => {
    const shared = createMemoryTable();
    await append(open(shared), ['b1']);
    const { table, isRead, goOn } = slow(shared);
    const log = open(table);
    const reading = log.after(source, 0);
    await isRead;
    await append(open(shared), [recordId]);
    return {
      log,
      async goOn(): Promise<void> {
        goOn();
        await reading;
      },
    };
  };

  test('has no gap where others wrote between its own appends', async () => {
    const table = createMemoryTable();
    const [log, other] = [open(table), open(table)];
    await append(log, ['a1', 'a2']);
    await append(other, ['b3', 'b4']);
    await append(log, ['a5']);
    const all = ['a1', 'a2', 'b3', 'b4', 'a5'];
    for (const at of all.keys()) assert.deepEqual((await idsAfter(log, at))[0], all[at]);
    assert.deepEqual(await idsAfter(open(table), 0), all);
  });

  test('holds nothing twice that is appended while it is read', async () => {
    const { log, goOn } = await readingBefore('b2');
    await append(log, ['a3']);
    await goOn();
    assert.deepEqual(await idsAfter(log, 1), ['b2', 'a3']);
    assert.deepEqual(await idsAfter(log, 2), ['a3']);
  });

  test('gives what was written before it was asked, though it was being read already', async () => {
    const { log, goOn } = await readingBefore('b2');
    const asked = idsAfter(log, 1);
    await goOn();
    assert.deepEqual(await asked, ['b2']);
  });

  test('keeps the newest entries, as many as memory should bear', async () => {
    const tail = createTail(createMemoryTable());
    const json = 'x'.repeat(1024 * 1024);
    const entries = Array.from({ length: 100 }, (_, n) => ({
      ...toEntry(recordDraft(`r${n}`), { ...placement, sequence: n + 1 }),
      json,
    }));
    const keptOf = () => entries.filter(({ sequence }) => tail.kept(source, sequence)).length;
    tail.push(source, entries.slice(0, 80));
    assert.equal(keptOf(), 64);
    for (const entry of entries.slice(80)) {
      tail.push(source, [entry]);
      assert.equal(keptOf(), 64);
    }
    assert.equal(tail.kept(source, 36), undefined);
    assert.equal(tail.kept(source, 37)?.sequence, 37);
  });

  test('keeps 20,000 entries at most, however small', async () => {
    const tail = createTail(createMemoryTable());
    const entry = toEntry(recordDraft('r'), { ...placement, sequence: 1 });
    tail.push(
      source,
      Array.from({ length: 20_001 }, (_, n) => ({ ...entry, sequence: n + 1 })),
    );
    assert.equal(tail.kept(source, 1), undefined);
    assert.equal(tail.kept(source, 2)?.sequence, 2);
  });
});

describe('a follower ahead of what its process has read', () => {
  const sequencesOf = (entries: readonly LogEntry[]): readonly number[] => entries.map(({ sequence }) => sequence);

  test('reads on from where another process has brought it, and so do those who come after', async () => {
    const table = createMemoryTable();
    const [writer, reader] = [open(table), open(table)];
    for (let n = 1; n <= 3; n++) await append(writer, [`r${n}`]);
    assert.deepEqual(sequencesOf(await reader.after(source, 0)), [1, 2, 3]);
    for (let n = 4; n <= 100; n++) await append(writer, [`r${n}`]);
    assert.deepEqual(sequencesOf(await reader.after(source, 98)), [99, 100]);
    assert.deepEqual(sequencesOf(await reader.after(source, 100)), []);
    await append(writer, ['r101']);
    assert.deepEqual(sequencesOf(await reader.after(source, 100)), [101]);
    assert.deepEqual(sequencesOf(await reader.after(source, 2)).slice(0, 3), [3, 4, 5]);
  });

  test('reads on when it is asked for beside a follower far behind, in a process that has just begun', async () => {
    const table = createMemoryTable();
    const writer = open(table);
    for (let n = 1; n <= 100; n++) await append(writer, [`r${n}`]);
    const reader = open(table);
    const [, ahead = []] = await Promise.all([reader.after(source, 0), reader.after(source, 98)]);
    assert.deepEqual(sequencesOf(ahead), [99, 100]);
  });
});

describe('a follower far behind', () => {
  test('reads little at once where rows are full', async () => {
    const { pages } = await behind(1_920, 96);
    assert.ok(Math.max(...pages) * size <= 8 * 512 * 1024, `${pages.join()} events at once`);
  });

  test('reads many rows at once where each holds one event', async () => {
    const { pages, requests } = await behind(200, 1);
    assert.ok(requests <= 10, `${requests} requests for ${pages.join()} events`);
  });
});
