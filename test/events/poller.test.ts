import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createEventLog, type EventLog } from '../../functions/events/eventLog.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import { createPoller } from '../../functions/events/poller.ts';
import { createServerClock } from '../../functions/events/serverClock.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import type { Table } from '../../functions/storage/table.ts';
import { silentLog } from '../silentLog.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import { RecordSource } from './recordSource.ts';

const hourMs = 3_600_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();

const everything = async (log: EventLog): Promise<LogEntry[]> => {
  const entries: LogEntry[] = [];
  for (;;) {
    const page = await log.after('alerts', entries.at(-1)?.sequence ?? 0);
    if (!page.length) return entries;
    entries.push(...page);
  }
};

describe('a poller', () => {
  let table: Table;
  let vendor: RecordSource;
  beforeEach(() => {
    table = createMemoryTable();
    vendor = new RecordSource();
  });

  const open = (overrides: { overlapMs?: number; initialLookbackMs?: number; log?: EventLog } = {}) => {
    const { log = createEventLog({ table, tenantId: 'contoso', now: () => new Date() }) } = overrides;
    const poll = createPoller({
      log,
      tenantId: 'contoso',
      source: 'alerts',
      clock: createServerClock(),
      read: (window) => vendor.read(window),
      overlapMs: 2 * hourMs,
      initialLookbackMs: 24 * hourMs,
      ...overrides,
    });
    const onAppended = async (): Promise<void> => {};
    return { log, poll: () => poll({ correlationId: 'test', log: silentLog, onAppended }) };
  };

  test('puts each record into the log once, however often its window is read', async () => {
    const { log, poll } = open();
    for (let n = 0; n < 120; n++) vendor.put(`r${n}`, { createdAt: ago(60_000) });
    assert.equal((await poll()).appended, 120);
    assert.equal((await poll()).appended, 0);
    assert.equal((await open().poll()).appended, 0);
    const entries = await everything(log);
    assert.deepEqual(
      entries.map(({ sequence }) => sequence),
      Array.from({ length: 120 }, (_, n) => n + 1),
    );
    assert.equal(new Set(entries.map(({ json }) => JSON.parse(json).alert.alertId)).size, 120);
    assert.ok(entries.every(({ change, json }) => change === 'raised' && JSON.parse(json).change === 'raised'));
  });

  test('tells the first sight of a record from its updates, also in a new process and past the overlap', async () => {
    const old = ago(20 * hourMs);
    vendor.put('old', { createdAt: old });
    await open().poll();
    vendor.put('old', { createdAt: old, updatedAt: ago(1_000) });
    vendor.put('late', { createdAt: ago(30 * hourMs), updatedAt: ago(1_000) });
    const { log, poll } = open();
    await poll();
    const changes = (await everything(log)).map(({ json, change }) => [JSON.parse(json).alert.alertId, change]);
    assert.deepEqual(changes.slice(0, 1), [['old', 'raised']]);
    assert.deepEqual(changes.slice(1).toSorted(), [
      ['late', 'raised'],
      ['old', 'updated'],
    ]);
    const keys = (await everything(log)).map(({ json }) => JSON.parse(json).eventKey);
    assert.equal(new Set(keys).size, 2);
  });

  test('tells the versions of a record apart that follow one another within the overlap', async () => {
    const { log, poll } = open();
    const createdAt = ago(60_000);
    vendor.put('one', { createdAt });
    await poll();
    vendor.put('one', { createdAt, updatedAt: ago(1_000) });
    assert.equal((await poll()).appended, 1);
    assert.equal((await poll()).appended, 0);
    assert.deepEqual(
      (await everything(log)).map(({ change }) => change),
      ['raised', 'updated'],
    );
  });

  test('puts the records of a page into the log in the order in which they were written', async () => {
    const { log, poll } = open();
    for (const [id, ageMs] of Object.entries({ second: 2_000, first: 3_000, third: 1_000 }))
      vendor.put(id, { createdAt: ago(ageMs) });
    await poll();
    assert.deepEqual(
      (await everything(log)).map(({ json }) => JSON.parse(json).alert.alertId),
      ['first', 'second', 'third'],
    );
  });

  test('knows records past the overlap by their hour, and asks for each hour once a poll', async () => {
    const overlapMs = 10;
    const createdAt = ago(20 * hourMs);
    const old = Array.from({ length: 250 }, (_, n) => `old${n}`);
    for (const id of old) vendor.put(id, { createdAt });
    const first = open({ overlapMs });
    await first.poll();
    // From now on the window lies behind the one in which they were found.
    await delay(5 * overlapMs);
    await first.poll();
    for (const id of [...old, 'new']) vendor.put(id, { createdAt, updatedAt: new Date().toISOString() });
    await delay(overlapMs);

    const { log } = first;
    const asked: string[] = [];
    const recordsOfHour: EventLog['recordsOfHour'] = (source, hour) => {
      asked.push(hour);
      return log.recordsOfHour(source, hour);
    };
    assert.equal((await open({ overlapMs, log: { ...log, recordsOfHour } }).poll()).appended, 251);
    assert.deepEqual(asked, [createdAt.slice(0, 13)]);
    const changes = Map.groupBy((await everything(log)).slice(250), ({ change }) => change);
    assert.equal(changes.get('updated')?.length, 250);
    assert.deepEqual(
      changes.get('raised')?.map(({ json }) => JSON.parse(json).alert.alertId),
      ['new'],
    );
  });

  test('finds what arrives late within the overlap, and what shifting pages hide', async () => {
    vendor = new RecordSource(10);
    const { log, poll } = open();
    for (let n = 0; n < 100; n++) vendor.put(`r${n}`, { createdAt: ago(10 * hourMs + n) });
    let moved = 0;
    vendor.beforePage = (page) => {
      // Updating what was already read takes it out of the window, and every later record moves up by one.
      const top = [...vendor.records.values()].filter(({ updatedAt }) => updatedAt < ago(9 * hourMs));
      const newest = top.sort((one, other) => (one.updatedAt < other.updatedAt ? 1 : -1))[0];
      if (page > 0 && moved < 20 && newest) {
        moved++;
        newest.updatedAt = new Date(Date.now() + hourMs).toISOString();
      }
    };
    await poll();
    vendor.beforePage = () => {};
    vendor.put('late', { createdAt: ago(hourMs) });
    await poll();
    const ids = new Set((await everything(log)).map(({ json }) => JSON.parse(json).alert.alertId));
    assert.equal(moved, 20);
    assert.equal(ids.size, 101);
  });

  test('fails, and claims nothing, when a time long past keeps changing while it is read', async () => {
    vendor = new RecordSource(10);
    const { log, poll } = open();
    let count = 0;
    const change = () => vendor.put(`r${count++}`, { createdAt: ago(10 * hourMs + count) });
    for (let n = 0; n < 20; n++) change();
    vendor.beforePage = change;
    await assert.rejects(poll(), /kept changing/);
    assert.equal((await log.head('alerts')).watermark, undefined);
  });

  test('leaves the watermark where it was when a page fails, and repeats nothing afterwards', async () => {
    vendor = new RecordSource(10);
    const { log, poll } = open();
    await poll();
    const { watermark } = await log.head('alerts');
    for (let n = 0; n < 30; n++) vendor.put(`r${n}`, { createdAt: ago(60_000) });
    vendor.beforePage = (page) => {
      if (page === 2) throw new Error('503');
    };
    await assert.rejects(poll(), /503/);
    assert.equal((await log.head('alerts')).watermark, watermark);
    vendor.beforePage = () => {};
    await poll();
    const ids = (await everything(log)).map(({ json }) => JSON.parse(json).alert.alertId);
    assert.equal(ids.length, 30);
    assert.equal(new Set(ids).size, 30);
  });

  for (const [asked, retryAfterMs, waitedMs] of [
    ['as long as it asks for', 60_000, 60_000],
    ['an hour where it asks for longer', 48 * hourMs, hourMs],
  ] as const)
    test(`leaves a source alone for ${asked}, and reads it afterwards`, async (context) => {
      let passedMs = 0;
      const startedMs = performance.now();
      context.mock.method(performance, 'now', () => startedMs + passedMs);
      const { poll } = open();
      vendor.put('one', { createdAt: ago(1_000) });
      vendor.beforePage = () => {
        const wait = { service: 'The vendor', kind: 'throttled', detail: 'too many calls.', retryAfterMs } as const;
        throw new UpstreamError(wait);
      };
      await assert.rejects(poll(), /too many calls/);
      vendor.beforePage = () => {};
      const { reads } = vendor;
      passedMs = waitedMs - 1;
      assert.deepEqual(await poll(), { appended: 0, setAside: 0 });
      assert.equal(vendor.reads, reads);
      passedMs = waitedMs;
      assert.equal((await poll()).appended, 1);
    });

  test('shares a source with other pollers without storing anything twice', async () => {
    for (let n = 0; n < 300; n++) vendor.put(`r${n}`, { createdAt: ago(60_000 + n) });
    const pollers = [open(), open(), open()];
    await Promise.all(pollers.map(({ poll }) => poll()));
    const entries = await everything(open().log);
    assert.equal(entries.length, 300);
    assert.equal(new Set(entries.map(({ version }) => version)).size, 300);
  });

  const days = (count: number): string => ago(count * 24 * hourMs);
  /** As if it had been installed so many days ago, and a day had passed since it went over the last seven. */
  const age = async (log: EventLog, installedDaysAgo: number): Promise<void> => {
    const later = { startedAt: days(installedDaysAgo), reconciledAt: ago(25 * hourMs) };
    await log.advance('alerts', await log.head('alerts'), later);
  };

  test('goes over the last seven days once a day, but not to before it was installed', async () => {
    const { log, poll } = open();
    await poll();
    await age(log, 8);
    vendor.put('very late', { createdAt: days(6.9) });
    vendor.put('too late', { createdAt: days(7.1) });
    assert.equal((await poll()).appended, 1);
    vendor.put('later still', { createdAt: days(5) });
    assert.equal((await poll()).appended, 0);
    await age(log, 4);
    assert.equal((await poll()).appended, 0);
  });

  test('raises nothing anew of what it goes over again, though it has forgotten it meanwhile', async () => {
    const { log, poll } = open({ initialLookbackMs: 6 * 24 * hourMs });
    for (const day of [5, 4, 3]) vendor.put(`known${day}`, { createdAt: days(day) });
    vendor.put('fresh', { createdAt: ago(60_000) });
    assert.equal((await poll()).appended, 4);
    // The next one looks back by its overlap alone, and so forgets all but the fresh one.
    assert.equal((await poll()).appended, 0);
    assert.equal((await poll()).appended, 0);
    await age(log, 6);
    assert.equal((await poll()).appended, 0);
  });

  test('goes over them anew when it fails in the middle, and its watermark does not fall meanwhile', async () => {
    const { log, poll } = open();
    await poll();
    await age(log, 8);
    const { watermark } = await log.head('alerts');
    const { reads } = vendor;
    vendor.beforePage = () => {
      if (vendor.reads === reads + 3) throw new Error('503');
    };
    await assert.rejects(poll(), /503/);
    assert.equal((await log.head('alerts')).watermark, watermark);
    vendor.beforePage = () => {};
    vendor.put('very late', { createdAt: days(6.9) });
    assert.equal((await poll()).appended, 1);
  });

  test('sets a record aside that no row can hold, and keeps the others', async () => {
    const { log, poll } = open();
    vendor.put('x'.repeat(1_200_000), { createdAt: ago(1_000) });
    vendor.put('good', { createdAt: ago(1_000) });
    const reported = async () => {
      const { appended, setAside } = await poll();
      return { appended, setAside };
    };
    assert.deepEqual(await reported(), { appended: 1, setAside: 1 });
    assert.equal((await everything(log)).length, 1);
    assert.deepEqual(await reported(), { appended: 0, setAside: 0 }, 'it is reported once');
  });

  test('finds an event by its id, and nothing by an id that only looks like one', async () => {
    const { log, poll } = open();
    vendor.put('one', { createdAt: ago(1_000) });
    await poll();
    const [entry] = await everything(log);
    assert.equal((await log.find(entry?.eventId ?? ''))?.json, entry?.json);
    assert.equal(await log.find(`alerts-1-${'A'.repeat(22)}`), undefined);
    assert.equal(await log.find("alerts-1' or true"), undefined);
  });

  test('takes nothing that was purged for new, however far back it reads again', async () => {
    const { log, poll } = open({ initialLookbackMs: 6 * 24 * hourMs });
    vendor.put('three days old', { createdAt: ago(72 * hourMs) });
    vendor.put('one hour old', { createdAt: ago(hourMs) });
    assert.equal((await poll()).appended, 2);
    await log.purge('alerts', { entries: new Date(Date.now() + 1_000), records: new Date(0) });
    await log.advance('alerts', await log.head('alerts'), { reconciledAt: ago(25 * hourMs) });
    assert.equal((await open().poll()).appended, 0);
  });

  test('reads on from its watermark, however far that lies before what the log keeps', async () => {
    const { log, poll } = open();
    await poll();
    await log.advance('alerts', await log.head('alerts'), { watermark: ago(40 * 24 * hourMs) });
    await log.purge('alerts', { entries: new Date(Date.now() - 30 * 24 * hourMs), records: new Date(0) });
    vendor.put('during the outage', { createdAt: ago(35 * 24 * hourMs) });
    assert.equal((await open().poll()).appended, 1);
  });

  test('purges while polls go on', async () => {
    const { log, poll } = open();
    for (let n = 0; n < 200; n++) vendor.put(`r${n}`, { createdAt: ago(60_000 + n) });
    const before = { entries: new Date(Date.now() - hourMs), records: new Date(0) };
    const polls = [poll(), open().poll()];
    for (let n = 0; n < 5; n++) await log.purge('alerts', before);
    await Promise.all(polls);
    assert.equal((await everything(open().log)).length, 200);
  });

  test('purges what is past retention and still counts on', async () => {
    const { log, poll } = open();
    for (let n = 0; n < 5; n++) vendor.put(`r${n}`, { createdAt: ago(60_000) });
    await poll();
    const soon = new Date(Date.now() + 1_000);
    assert.ok((await log.purge('alerts', { entries: soon, records: new Date(0) })) > 0);
    assert.deepEqual(await everything(open().log), []);
    vendor.put('next', { createdAt: new Date().toISOString() });
    vendor.now = () => new Date(Date.now() + 1_000);
    await open().poll();
    const kept = await everything(open().log);
    assert.deepEqual(
      kept.map(({ sequence }) => sequence),
      [6],
    );
    assert.equal(await log.sequenceBefore('alerts', ago(24 * hourMs)), 5);
  });
});
