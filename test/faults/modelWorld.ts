import assert from 'node:assert/strict';
import type { EventDraft } from '../../functions/events/event.ts';
import { createEventLog } from '../../functions/events/eventLog.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import { createPoller, type SourcePage, type TimeWindow } from '../../functions/events/poller.ts';
import { createServerClock } from '../../functions/events/serverClock.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import type { Encryption } from '../../functions/storage/encryption.ts';
import { createCursorStore } from '../../functions/subscriptions/cursorStore.ts';
import { createDeadLetters } from '../../functions/subscriptions/deadLetters.ts';
import { createDrainer } from '../../functions/subscriptions/drainer.ts';
import { createSubscriptionStore } from '../../functions/subscriptions/subscriptionStore.ts';
import { silentLog } from '../silentLog.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import type { Step } from './interleavings.ts';
import { stepped } from './stepped.ts';

const tenantId = 'contoso';
const subscriptionId = 'subscription';
export const leaseMs = 30_000;
export const inFlight = 2;
const hourMs = 3_600_000;
const pageSize = 2;
export const records = ['r1', 'r2', 'r3'];
const callback = new Secret('https://example.logic.azure.com/');
export const callbackRules = { hostSuffixes: ['.logic.azure.com'], allowsLoopback: false };
/** Seals nothing: to compute keys would take longer than all that is tried here. */
export const encryption: Encryption = {
  seal: async () => 'sealed',
  open: async () => callback,
  isCurrent: async () => true,
  derive: async () => [callback],
};

/** A process that never has to wait. */
export const atOnce: Step = (_what, effect) => effect();

/** Tables, a vendor's records and what a flow was sent; and processes of the app's own code that share them. */
export const createModelWorld = () => {
  const tables = { log: createMemoryTable(), subscriptions: createMemoryTable(), cursors: createMemoryTable() };
  const deadLetters = createMemoryTable();
  const recordedAtMs = Date.now() - 60_000;
  const posted: string[] = [];

  const draftOf = (recordId: string): EventDraft => {
    const recordedAt = new Date(recordedAtMs).toISOString();
    const times = { createdAt: recordedAt, recordedAt, occurredAt: recordedAt };
    return { recordId, version: 'v1', type: 'dlpAlert', ...times, facets: {}, noun: 'alert', thing: { recordId } };
  };

  const logOf = (step: Step) => createEventLog({ table: stepped(tables.log, step), tenantId, now: () => new Date() });

  const pollerOf = (step: Step) => {
    const read = async function* ({ from, to }: TimeWindow): AsyncGenerator<SourcePage> {
      const drafts = records.map(draftOf).filter(({ recordedAt }) => recordedAt >= from && recordedAt < to);
      for (let at = 0; at === 0 || at < drafts.length; at += pageSize) {
        const page = { drafts: drafts.slice(at, at + pageSize), setAside: [], serverTime: new Date() };
        yield await step(`reads a page`, async () => page);
      }
    };
    const clock = createServerClock();
    const times = { overlapMs: 2 * hourMs, initialLookbackMs: hourMs };
    const poll = createPoller({ log: logOf(step), tenantId, source: 'alerts', clock, read, ...times });
    return () => poll({ correlationId: 'model', log: silentLog, onAppended: async () => {} });
  };

  const drainerOf = (step: Step) => {
    const drainer = createDrainer({
      log: logOf(step),
      subscriptions: createSubscriptionStore(stepped(tables.subscriptions, step)),
      cursors: createCursorStore(stepped(tables.cursors, step), { leaseMs }),
      deadLetters: createDeadLetters(stepped(deadLetters, step)),
      deliverer: {
        to:
          () =>
          ({ json }) =>
            step('posts', async () => {
              posted.push(JSON.parse(json).alert.recordId);
              return { kind: 'delivered' };
            }),
        close: async () => {},
      },
      encryption,
      callbackRules,
      rules: { inFlight, attemptsPerEvent: 3, timeScale: 1, now: Date.now },
      leaseMs,
    });
    return () => drainer.drain(subscriptionId, silentLog);
  };

  const subscribe = async (): Promise<void> => {
    const time = new Date(recordedAtMs - hourMs).toISOString();
    await createCursorStore(tables.cursors, { leaseMs }).create(subscriptionId, {
      positions: { alerts: { cursor: 0 } },
      failures: 0,
      delivered: 0,
    });
    await createSubscriptionStore(tables.subscriptions).update(subscriptionId, () => ({
      subscriptionId,
      trigger: 'OnDlpAlert',
      sources: ['alerts'],
      types: ['dlpAlert'],
      owner: { tenantId, objectId: 'somebody' },
      filter: { includeUpdates: false, startFrom: 'now', keepOrder: false, stormLimitPerMinute: 0 },
      callback: 'sealed',
      state: 'active',
      createdAt: time,
      updatedAt: time,
      earliest: time,
      begins: {},
      links: [],
    }));
  };

  const stored = async (): Promise<readonly LogEntry[]> => logOf(atOnce).after('alerts', 0);

  /** Nothing that the watermark has passed may be missing. */
  const checkWatermark = async (): Promise<void> => {
    const { watermark = '' } = await logOf(atOnce).head('alerts');
    if (watermark > new Date(recordedAtMs).toISOString()) assert.equal((await stored()).length, records.length);
  };

  const checkLog = async (): Promise<void> => {
    await checkWatermark();
    await pollerOf(atOnce)();
    const found = (await stored()).map(({ sequence, json }) => [sequence, JSON.parse(json).alert.recordId]);
    assert.deepEqual(
      found.map(([sequence]) => sequence),
      records.map((_, index) => index + 1),
    );
    assert.deepEqual(found.map(([, recordId]) => recordId).toSorted(), records);
  };

  return { tables, posted, pollerOf, drainerOf, subscribe, checkLog };
};
export type ModelWorld = ReturnType<typeof createModelWorld>;
