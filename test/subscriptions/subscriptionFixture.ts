import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import type { Alert } from '../../functions/alerts/alert.ts';
import { toAlertDraft } from '../../functions/alerts/alertDraft.ts';
import { exampleAlert } from '../../functions/alerts/exampleAlert.ts';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import { testAlert } from '../../functions/alerts/testAlert.ts';
import type { EventDraft } from '../../functions/events/event.ts';
import { createEventLog, type NewEvent } from '../../functions/events/eventLog.ts';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import type { Operation } from '../../functions/runtime/operation.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';
import { encryptionWith } from '../../functions/storage/encryption.ts';
import { localKeyRing } from '../../functions/storage/keyRing.ts';
import type { Table } from '../../functions/storage/table.ts';
import type { CallbackRules } from '../../functions/subscriptions/callbackAddress.ts';
import { createCursorStore } from '../../functions/subscriptions/cursorStore.ts';
import { createDeadLetters } from '../../functions/subscriptions/deadLetters.ts';
import { createDeliverer } from '../../functions/subscriptions/deliver.ts';
import { createDrainer } from '../../functions/subscriptions/drainer.ts';
import { createHints } from '../../functions/subscriptions/hints.ts';
import { createSubscribe } from '../../functions/subscriptions/subscribe.ts';
import { createSubscriptionStore } from '../../functions/subscriptions/subscriptionStore.ts';
import { sweepSubscriptions } from '../../functions/subscriptions/sweepSubscriptions.ts';
import { type Answered, forgetful, invoke, type Sent } from '../runtime/invoke.ts';
import { silentLog } from '../silentLog.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';

export const publicBaseUrl = 'https://purview-response.example.net';
const tenantId = '0f5a7c0e-7f0e-4a8e-9d55-0d0b8f1a2b3c';

export const personNamed = (name: string, tenant = tenantId): Caller => ({
  kind: 'person',
  tenantId: tenant,
  objectId: `object-of-${name}`,
  clientId: 'the connector',
  name,
  roles: ['Purview.Reader'],
  token: new Secret('a token'),
});
export const adele = personNamed('Adele');
export const megan = personNamed('Megan');

/** What all processes of one app share: tables in memory, a key, and a time that stands still until it is moved. */
export interface World {
  readonly table: (name: string) => Table;
  readonly keys: readonly Secret[];
  readonly clock: { nowMs: number };
}

export const createWorld = (): World => {
  const tables = new Map<string, Table>();
  return {
    table(name) {
      const table = tables.get(name) ?? createMemoryTable();
      tables.set(name, table);
      return table;
    },
    keys: [new Secret(randomBytes(32).toString('base64'))],
    clock: { nowMs: Date.now() },
  };
};

export interface Variation {
  readonly inFlight?: number;
  readonly attemptsPerEvent?: number;
  readonly leaseMs?: number;
  readonly timeoutMs?: number;
  readonly timeScale?: number;
  /** Left out: its callbacks may be on this machine. */
  readonly callbackRules?: CallbackRules;
  /** Stands between the app and one of its tables. */
  readonly through?: (table: Table, name: string) => Table;
  readonly queue?: 'there' | 'away';
}

/** One process of the app, put together as `dependencies.ts` does it; its queue of hints is a list. */
export const openProcess = (world: World, variation: Variation = {}) => {
  const { inFlight = 16, attemptsPerEvent = 12, leaseMs = 30_000, timeoutMs = 5_000, timeScale = 1 } = variation;
  const { callbackRules = { hostSuffixes: ['.logic.azure.com'], allowsLoopback: true } } = variation;
  const { clock } = world;
  const now = (): Date => new Date(clock.nowMs);
  const tableOf = (name: string): Table => variation.through?.(world.table(name), name) ?? world.table(name);
  const log = createEventLog({ table: tableOf('events'), tenantId, now });
  const subscriptions = createSubscriptionStore(tableOf('subscriptions'));
  const cursors = createCursorStore(tableOf('cursors'), { leaseMs });
  const deadLetters = createDeadLetters(tableOf('deadLetters'));
  const hinted: { readonly subscriptionId: string; readonly delayMs: number }[] = [];
  const queue = {
    async send(message: object, { delayMs = 0 }: { readonly delayMs?: number } = {}) {
      if (variation.queue === 'away')
        throw new UpstreamError({ service: 'Azure Storage', kind: 'away', detail: 'away' });
      if ('subscriptionId' in message) hinted.push({ subscriptionId: String(message.subscriptionId), delayMs });
    },
  };
  const probed: string[] = [];
  const probeQueue = {
    async send(message: object, options?: { readonly delayMs?: number }) {
      await queue.send(message, options);
      if ('subscriptionId' in message) probed.push(String(message.subscriptionId));
    },
  };
  const hints = createHints({ hints: queue, probes: probeQueue }, subscriptions);
  const encryption = encryptionWith(localKeyRing(world.keys));
  const laneRules = { inFlight, attemptsPerEvent, timeScale, now: () => clock.nowMs };
  const deliverer = createDeliverer({ timeoutMs, allowsLoopback: true });
  const drainer = createDrainer({
    log,
    subscriptions,
    cursors,
    deadLetters,
    deliverer,
    encryption,
    callbackRules,
    rules: laneRules,
    leaseMs,
  });
  const subscribe = createSubscribe({
    subscriptions,
    cursors,
    log,
    hints,
    encryption,
    callbackRules,
    publicBaseUrl,
    retentionDays: 30,
    now,
  });
  return {
    world,
    hinted,
    /** Of those, the ones that went to the queue for endpoints in trouble. */
    probed,
    idempotency: forgetful,
    log,
    sourcesRead: ['alerts'] as const,
    pollScheduleOf: () => '0 * * * * *',
    subscriptions,
    cursors,
    deadLetters,
    hints,
    drainer,
    laneRules,
    subscribe,
    publicBaseUrl,
    testDrafts: { OnDlpAlert: () => testAlert(exampleAlert) },
    close: () => deliverer.close(),
  };
};
export type Process = ReturnType<typeof openProcess>;

/** Calls an operation as somebody, or without a token. */
export const call = <D>(
  operation: Operation<D>,
  dependencies: D & Pick<Process, 'idempotency'>,
  { caller, ...sent }: Sent & { readonly caller?: Caller },
): Promise<Answered> => invoke(operation, { ...dependencies, authorize: async () => caller }, sent);

/** Subscribes through the operation; gives the subscription's id and the path of its Location. */
export const subscribeTo = async (
  process: Process,
  notificationUrl: string,
  input: object = {},
  caller = adele,
): Promise<{ readonly subscriptionId: string; readonly location: string; readonly linkId: string }> => {
  const { status, json, headers, text } = await call(onDlpAlert, process, {
    caller,
    body: { notificationUrl, ...input },
  });
  assert.equal(status, 201, text);
  const location = headers.get('location') ?? '';
  return { subscriptionId: String(json.subscriptionId), location, linkId: location.split('/').at(-1) ?? '' };
};

/** The draft of an alert as the poll would make it; raised now unless told otherwise. */
export const alertDraft = ({ clock }: World, alert: Partial<Alert> = {}): EventDraft => {
  const time = new Date(clock.nowMs).toISOString();
  return toAlertDraft({ ...exampleAlert, alertId: randomUUID(), createdAt: time, updatedAt: time, ...alert });
};

export const appendEvents = async (
  { log, world }: Process,
  events: readonly NewEvent[],
): Promise<readonly LogEntry[]> => {
  const entries: LogEntry[] = [];
  const upperBound = new Date(world.clock.nowMs + 1).toISOString();
  for (let rest = events; rest.length; ) {
    const head = await log.head('alerts');
    const appended = await log.append('alerts', head, { events: rest, upperBound, correlationId: 'a poll' });
    entries.push(...appended.entries);
    rest = appended.rest;
  }
  return entries;
};

/** Raises alerts with these ids, one after another in the log. */
export const raise = (process: Process, ...alertIds: readonly string[]): Promise<readonly LogEntry[]> =>
  appendEvents(
    process,
    alertIds.map((alertId) => ({ draft: alertDraft(process.world, { alertId }), change: 'raised' })),
  );

/** Ids in the order of the log: `a1`, `a2`, … */
export const numbered = (count: number, name = 'a'): string[] =>
  Array.from({ length: count }, (_, n) => `${name}${n + 1}`);

/** Drains again and again, moving the time on to when the drainer wants to come back, until it does not. */
export const drainUntilQuiet = async (
  { drainer, cursors, world }: Process,
  subscriptionId: string,
  { forMs = Number.POSITIVE_INFINITY, mostRounds = 500 } = {},
): Promise<readonly number[]> => {
  const { retryAtMs = 0 } = (await cursors.read(subscriptionId))?.state ?? {};
  world.clock.nowMs = Math.max(world.clock.nowMs, Math.ceil(retryAtMs));
  const untilMs = world.clock.nowMs + forMs;
  const waits: number[] = [];
  for (let round = 0; round < mostRounds; round++) {
    const { againInMs } = await drainer.drain(subscriptionId, silentLog);
    if (againInMs === undefined) return waits;
    waits.push(againInMs);
    if (world.clock.nowMs + againInMs > untilMs) return waits;
    // A hint never comes early.
    world.clock.nowMs += Math.ceil(againInMs);
  }
  throw new Error(`Not quiet after ${mostRounds} rounds.`);
};

/** Runs the sweep; gives the subscriptions that it woke. */
export const sweep = async (process: Process): Promise<readonly string[]> => {
  const before = process.hinted.length;
  await sweepSubscriptions.run(process, { correlationId: 'a sweep', log: silentLog });
  return process.hinted.slice(before).map(({ subscriptionId }) => subscriptionId);
};

export const cursorOf = async ({ cursors }: Process, subscriptionId: string) => {
  const cursor = await cursors.read(subscriptionId);
  assert.ok(cursor);
  return { ...cursor, position: cursor.state.positions.alerts ?? { cursor: 0 } };
};

export const deadLettersOf = async ({ deadLetters }: Process, subscriptionId: string) =>
  (await deadLetters.list(subscriptionId, { top: 100 })).page;
