import { hash } from 'node:crypto';
import type { EventLog } from '../events/eventLog.ts';
import type { LogEntry } from '../events/logEntry.ts';
import type { Log } from '../runtime/log.ts';
import type { Lease } from './cursorStore.ts';
import type { DeadLetters } from './deadLetters.ts';
import type { Deliver } from './deliver.ts';
import { digestOf } from './digest.ts';
import type { Lane } from './lane.ts';
import type { Burial, Place, Task } from './task.ts';

interface DrainOptions {
  readonly subscriptionId: string;
  readonly trigger: string;
  readonly lane: Lane;
  readonly lease: Lease;
  readonly log: EventLog;
  readonly deadLetters: DeadLetters;
  readonly deliver: Deliver;
  readonly lines: Log;
  /** Asked every `renewMs`: whether to go on. */
  readonly goesOn: () => Promise<boolean>;
  readonly renewMs: number;
}

/** An event or a digest, ready to be sent. */
interface Sendable {
  readonly eventId: string;
  /** Absent for a digest. */
  readonly entry?: LogEntry;
  readonly json?: string;
  readonly apart: readonly number[];
}

/** Names one event for one subscription, the same on every attempt and replay. */
const webhookIdOf = (subscriptionId: string, eventId: string): string =>
  hash('sha256', `${subscriptionId}\n${eventId}`, 'base64url').slice(0, 32);

/** Gives a lane what has entered the log since it last looked; false when there was nothing. */
export const refill = async (lane: Lane, log: Pick<EventLog, 'after'>): Promise<boolean> => {
  let found = false;
  for (const { source, after } of lane.toRead) {
    const entries = await log.after(source, after);
    lane.feed(source, entries);
    found ||= entries.length > 0;
  }
  return found;
};

/**
 * Delivers what a lane offers until it offers nothing more. A delivery takes one of the lane's places until its outcome
 * is saved, so a crash repeats at most as many as there are places. Throws what storage throws; a lost lease is a
 * `RowConflict`.
 */
export const drain = async (options: DrainOptions): Promise<'done' | 'gone'> => {
  const { subscriptionId, trigger, lane, lease, log, deadLetters, deliver, lines, goesOn, renewMs } = options;
  let attempts = 0;
  let saving: Promise<void> | undefined;
  let renewing: Promise<void> | undefined;
  let fault: unknown;
  let gone = false;
  let awake = Promise.withResolvers<void>();

  const fail = (error: unknown): void => {
    fault ??= error;
    lane.stop();
  };

  const save = (): void => {
    if (saving || fault) return;
    const { state, saved } = lane.snapshot();
    saving = lease
      .save(state)
      .then(saved, fail)
      .then(() => {
        saving = undefined;
        awake.resolve();
      });
  };

  const digestAt = ({ source, sequence: first }: Place, last: number) =>
    digestOf({ subscriptionId, range: { source, first, last }, log, isInDigest: (entry) => lane.isInDigest(entry) });

  const eventAt = async ({ source, sequence, entry }: Place & Pick<Task, 'entry'>): Promise<Sendable | undefined> => {
    const found = entry ?? (await log.at(source, sequence));
    return found && { eventId: found.eventId, entry: found, json: found.json, apart: [] };
  };

  const sendableAt = async (place: Place & Pick<Task, 'entry'>): Promise<Sendable | undefined> =>
    place.last === undefined ? eventAt(place) : digestAt(place, place.last);

  const bury = async (burial: Burial): Promise<void> => {
    const { eventId = '', apart } = (await sendableAt(burial)) ?? {};
    await deadLetters.put(subscriptionId, { ...burial, trigger, eventId, at: new Date().toISOString() });
    lane.buried(burial, apart);
    lines.warn('An event became a dead letter', { subscriptionId, eventId, reason: burial.reason });
  };

  const attempt = async (task: Task): Promise<void> => {
    const sendable = await sendableAt(task);
    // Past retention there is nothing left to send.
    if (sendable?.json === undefined) return lane.buried(task, sendable?.apart);
    if (!task.entry && sendable.entry && !lane.isStillWanted(sendable.entry, task)) return lane.buried(task);
    const outcome = await deliver({
      webhookId: webhookIdOf(subscriptionId, sendable.eventId),
      attempt: task.attempt,
      isReplay: task.isReplay,
      json: sendable.json,
    });
    gone ||= outcome.kind === 'gone';
    for (const burial of lane.settle(task, outcome, sendable.apart)) await bury(burial);
  };

  const start = (task: Task): void => {
    attempts++;
    void attempt(task)
      .catch(fail)
      .then(() => {
        attempts--;
        awake.resolve();
      });
  };

  const renew = async (): Promise<void> => {
    if (!(await goesOn())) lane.stop();
    // What is under way is ours until it has ended.
    save();
  };
  const renewal = setInterval(() => {
    renewing = renew().catch(fail);
  }, renewMs);

  try {
    for (;;) {
      awake = Promise.withResolvers();
      for (let task = lane.take(); task; task = lane.take()) start(task);
      if (lane.wantsSave) save();
      if (attempts || saving) await awake.promise;
      else if (fault) throw fault;
      else if (lane.isStopped || !((await refill(lane, log)) || lane.hasWork)) return gone ? 'gone' : 'done';
    }
  } finally {
    clearInterval(renewal);
    // A save that is still on its way would take back the lease that is released next.
    await renewing;
    await saving;
  }
};
