import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { appendEvent } from '../../functions/events/appendEvent.ts';
import type { EventDraft } from '../../functions/events/event.ts';
import { recordHash } from '../../functions/events/eventId.ts';
import { createEventLog, type EventLog, eventsPerAppend } from '../../functions/events/eventLog.ts';
import type { Head } from '../../functions/events/head.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import { RowConflict } from '../../functions/storage/rowConflict.ts';
import type { Table } from '../../functions/storage/table.ts';
import { committingTwice } from '../storage/committingTwice.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import { watchListings } from '../storage/watchListings.ts';
import { tableForTest } from '../tableForTest.ts';
import { recordDraft } from './recordDraft.ts';

const source = 'alerts';

const draft = (recordId: string, text = ''): EventDraft =>
  recordDraft(recordId, {
    facets: { severity: 'high', policies: [`a\n${recordId}`] },
    thing: { alertId: recordId, text },
  });

const idsOf = (entries: readonly LogEntry[]): string[] => entries.map(({ json }) => JSON.parse(json).alert.alertId);

describe('the event log', () => {
  let table: Table;
  before(async () => {
    table = await tableForTest();
  });
  const at = { time: '2026-11-01T01:00:00.000Z' };
  const open = (): EventLog => createEventLog({ table, tenantId: 'contoso', now: () => new Date(at.time) });

  const append = async (log: EventLog, drafts: readonly EventDraft[], upperBound: string) =>
    log.append(source, await log.head(source), {
      events: drafts.map((event) => ({ draft: event, change: 'raised' })),
      upperBound,
      correlationId: 'test',
    });

  const rows = async () => {
    const found = [];
    for await (const page of table.list({ partitionKey: source, from: 'e', before: 'f' })) found.push(...page);
    return found;
  };

  const everything = async (log: EventLog): Promise<LogEntry[]> => {
    const all: LogEntry[] = [];
    for (let more = await log.after(source, 0); more.length; more = await log.after(source, all.length))
      all.push(...more);
    return all;
  };

  test('takes a full transaction in one row, and says what is left over', async () => {
    const names = Array.from({ length: eventsPerAppend + 4 }, (_, n) => `a${n + 1}`);
    const { entries, rest, tooLarge } = await append(
      open(),
      names.map((name) => draft(name)),
      '2026-11-01T02:00:00.000Z',
    );
    assert.deepEqual([entries.length, rest.length, tooLarge.length], [eventsPerAppend, 4, 0]);
    assert.deepEqual(
      (await rows()).map(({ rowKey, values }) => [rowKey, values.first]),
      [[`e${String(eventsPerAppend).padStart(16, '0')}`, 1]],
    );
    assert.deepEqual(await open().after(source, 0), entries, 'who reads them finds what was appended');
  });

  test('gives a follower what comes after any event of a row, and finds each by its id', async () => {
    const log = open();
    const all = await log.after(source, 0);
    const some = [1, 2, 50, eventsPerAppend - 1, eventsPerAppend];
    for (const { sequence, eventId } of all.filter((entry) => some.includes(entry.sequence))) {
      const other = open();
      assert.deepEqual(await other.after(source, sequence), all.slice(sequence));
      assert.deepEqual(await other.find(eventId), all[sequence - 1]);
    }
    const [first] = all;
    assert.ok(first);
    assert.equal(await log.find(first.eventId.replace('-1-', '-2-')), undefined, 'another version at that place');
    assert.equal(await log.find(first.eventId.replace('-1-', '-999-')), undefined, 'a place not reached yet');
  });

  test('spreads large events over rows, leaves out what no row holds, and takes up the rest again', async () => {
    at.time = '2026-11-01T03:00:00.000Z';
    const large = 'x'.repeat(200_000);
    const drafts = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7'].map((name) => draft(name, large));
    const giant = draft('giant', 'x'.repeat(600_000));
    const started = (await rows()).length;
    const first = await append(open(), [giant, ...drafts], '2026-11-01T04:00:00.000Z');
    assert.deepEqual(idsOf(first.entries), ['b1', 'b2', 'b3', 'b4', 'b5', 'b6']);
    assert.deepEqual(
      [first.tooLarge, first.rest].map((events) => events.map((event) => event.draft.recordId)),
      [['giant'], ['b7']],
    );
    assert.equal((await rows()).length, started + 3);
    const { entries } = await append(
      open(),
      first.rest.map((event) => event.draft),
      '2026-11-01T04:00:00.000Z',
    );
    assert.deepEqual(idsOf(entries), ['b7']);
    assert.deepEqual(idsOf(await everything(open())).slice(-7), ['b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7']);
  });

  test('gives one entry from memory or from its row alone, and nothing where none is', async () => {
    const { table: watched, listings } = watchListings(table);
    const log = createEventLog({ table: watched, tenantId: 'contoso', now: () => new Date() });
    const all = await everything(open());
    const last = all.length;
    for (const sequence of [1, 2, last]) assert.deepEqual(await log.at(source, sequence), all[sequence - 1]);
    assert.deepEqual(
      listings.map(({ pageSize }) => pageSize),
      [1, 1, 1],
    );
    assert.equal(await log.at(source, last + 1), undefined);
    assert.equal((await log.after(source, last - 1)).length, 1);
    listings.length = 0;
    assert.deepEqual(await log.at(source, last), all.at(-1));
    assert.deepEqual(listings, []);
  });

  test('knows for deduplication what follows any place, in the middle of a row too', async () => {
    const log = open();
    const all = await everything(log);
    for (const after of [0, 1, 50, eventsPerAppend - 1, eventsPerAppend, eventsPerAppend + 1]) {
      const seen = [];
      for await (const page of log.seenAfter(source, after)) seen.push(...page);
      assert.deepEqual(
        seen,
        all
          .slice(after)
          .map(({ sequence, version, record, upperBound }) => ({ sequence, version, record, upperBound })),
      );
    }
  });

  test('remembers records by the hour in which they came into being, over all their versions', async () => {
    const log = open();
    const hashesOf = (names: readonly string[]) => new Set(names.map((name) => recordHash('contoso', source, name)));
    const all = await everything(log);
    const hour = await log.recordsOfHour(source, '2026-11-01T00');
    assert.deepEqual(hour, hashesOf(idsOf(all)), 'the giant never entered the log');
    assert.deepEqual(await log.recordsOfHour(source, '2026-11-01T01'), new Set());
    assert.deepEqual(await log.recordsOfHour(source, '2026-10-31T23'), new Set());
    await log.purge(source, { entries: new Date(0), records: new Date('2026-11-01T02:00:00.000Z') });
    assert.deepEqual(
      await log.recordsOfHour(source, '2026-11-01T00'),
      hashesOf(idsOf(all).filter((name) => name.startsWith('b'))),
      'kept by the time at which they were seen',
    );
  });

  test('finds a place by time, on the border between two rows and after what was purged', async () => {
    const log = open();
    const places = async () => [
      await log.sequenceBefore(source, '2026-11-01T01:59:00.000Z'),
      await log.sequenceBefore(source, '2026-11-01T02:00:00.000Z'),
      await log.sequenceBefore(source, '2026-11-01T05:00:00.000Z'),
      await log.sequenceDetectedBefore(source, '2026-11-01T01:00:00.000Z'),
      await log.sequenceDetectedBefore(source, '2026-11-01T02:00:00.000Z'),
      await log.sequenceDetectedBefore(source, '2026-11-01T04:00:00.000Z'),
    ];
    const last = eventsPerAppend + 7;
    assert.deepEqual(await places(), [0, eventsPerAppend, last, 0, eventsPerAppend, last]);
    await log.purge(source, { entries: new Date('2026-11-01T02:00:00.000Z'), records: new Date(0) });
    assert.deepEqual(idsOf(await open().after(source, 0)).slice(0, 2), ['b1', 'b2']);
    assert.deepEqual(await places(), [eventsPerAppend, eventsPerAppend, last, eventsPerAppend, eventsPerAppend, last]);
  });
});

describe('a writer of the event log', () => {
  const at = { time: '2026-11-01T03:00:00.000Z' };
  const open = (table: Table): EventLog => createEventLog({ table, tenantId: 'contoso', now: () => new Date(at.time) });
  const append = async (log: EventLog, recordId: string, upperBound: string, head?: Head) =>
    log.append(source, head ?? (await log.head(source)), {
      events: [{ draft: draft(recordId), change: 'raised' }],
      upperBound,
      correlationId: 'test',
    });
  const everything = (table: Table) => open(table).after(source, 0);

  test('lets neither time of its entries fall, whatever clocks and windows say, so that a place is found by either', async () => {
    const table = createMemoryTable();
    const [early, late] = ['2026-11-01T01:00:00.000Z', '2026-11-01T03:00:00.000Z'];
    at.time = late;
    await append(open(table), 'first', late);
    at.time = early;
    await append(open(table), 'second', early);
    await append(open(table), 'third', '');
    assert.deepEqual(
      (await everything(table)).map(({ detectedAt, upperBound }) => [detectedAt, upperBound]),
      Array(3).fill([late, late]),
    );
    at.time = late;
  });

  test('has what it appended in memory', async () => {
    const { table, listings } = watchListings(createMemoryTable());
    const log = open(table);
    await append(log, 'a1', at.time);
    await append(log, 'a2', at.time);
    assert.deepEqual(idsOf(await log.after(source, 0)), ['a1', 'a2']);
    assert.deepEqual(listings, []);
  });

  test('writes an event once when the answer is lost and another moves the head before it is asked for again', async () => {
    const table = createMemoryTable();
    await append(open(table), 'first', at.time);
    const other = open(table);
    const note = async () => other.advance(source, await other.head(source), { lastPolledAt: at.time });
    const log = open(committingTwice(table, note));
    const { head, entries } = await append(log, 'lost', at.time);
    assert.deepEqual((await everything(table)).slice(1), entries);
    // Its own head is stale all the same, and would take back what the other noted.
    await assert.rejects(append(log, 'next', at.time, head), RowConflict);
    const next = await appendEvent(log, source, { draft: draft('next'), change: 'raised', correlationId: 'test' });
    assert.equal(next?.sequence, 3);
    assert.equal((await open(table).head(source)).lastPolledAt, at.time);
  });

  test('counts as written what was, though its answer is lost, and writes on', async () => {
    const table = createMemoryTable();
    const first = open(committingTwice(table));
    const appended = await append(first, 'a1', at.time);
    await append(first, 'a2', at.time, appended.head);
    const second = open(committingTwice(table));
    const noted = await second.advance(source, await second.head(source), { watermark: at.time });
    await append(second, 'a3', at.time, noted);
    assert.deepEqual(idsOf(await everything(table)), ['a1', 'a2', 'a3']);
    assert.equal((await open(table).head(source)).watermark, at.time);
  });

  test('says since when all is kept, which never falls, and with what the log begins', async () => {
    const table = createMemoryTable();
    const log = open(table);
    await append(log, 'a1', at.time);
    await append(log, 'a2', at.time);
    at.time = '2026-11-01T04:00:00.000Z';
    await append(log, 'a3', at.time);
    for (const entries of ['2026-11-01T04:00:00.000Z', '2026-11-01T02:00:00.000Z'])
      await log.purge(source, { entries: new Date(entries), records: new Date(0) });
    const { keptSince, firstSequence } = await log.head(source);
    assert.deepEqual([keptSince, firstSequence], ['2026-11-01T04:00:00.000Z', 3]);
  });
});
