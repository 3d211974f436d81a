import { setTimeout as delay } from 'node:timers/promises';
import type { ContainerClient } from '@azure/storage-blob';
import type { Invocation } from './invokeFunction.ts';
import { takeLease } from './timerLease.ts';
import { startStatus, statusJson, type TimerStatus, writeStatus } from './timerStatus.ts';
import type { TimerTrigger } from './triggers.ts';

export interface TimerOptions {
  trigger: TimerTrigger;
  /** Where leases and statuses are kept, `azure-webjobs-hosts`. */
  container: ContainerClient;
  /** Hosts of one id share their timers. */
  hostId: string;
  /** 15 to 60. */
  leaseSeconds: number;
  /** Aborts when the host stops: nothing new starts. */
  stopping: AbortSignal;
  /** Aborts when the grace period is over. */
  ended: AbortSignal;
  invoke(trigger: TimerTrigger, invocation: Invocation): Promise<unknown>;
  warn(message: string): void;
}

export interface RunningTimer {
  /** Runs the timer now, after a run that is under way; rejects when the function fails. */
  run(): Promise<void>;
  /** Resolves when the timer has stopped and its lease is given back. */
  done: Promise<void>;
}

const leaseRetryMs = 1_000;
/** Node's timers may fire this much early. */
const timerSlackMs = 50;
/** The longest wait that Node's timers take is a little more. */
const longestWaitMs = 24 * 24 * 60 * 60 * 1000;

/** Runs a timer on its schedule while this host holds the timer's lease, so that one host of all runs it. */
export function startTimer(options: TimerOptions): RunningTimer {
  const { trigger, invoke } = options;
  let current: Promise<unknown> = Promise.resolve();
  const run = (input: TimerInput): Promise<void> => {
    const started = current.then(() => invoke(trigger, toInvocation(trigger, input)));
    current = started.catch(() => undefined);
    return started.then(() => undefined);
  };
  return { run: () => run({ isPastDue: false }), done: whileLeased(options, run) };
}

interface TimerInput {
  isPastDue: boolean;
  status?: TimerStatus | undefined;
}

type RunTimer = (input: TimerInput) => Promise<void>;

async function whileLeased(options: TimerOptions, run: RunTimer): Promise<void> {
  const { trigger, container, hostId, leaseSeconds, stopping, ended, warn } = options;
  const blob = container.getBlockBlobClient(`locks/${hostId}/${trigger.name}.Listener`);
  let warned = false;
  while (!stopping.aborted) {
    try {
      await container.createIfNotExists();
      const lease = await takeLease(blob, leaseSeconds);
      if (lease) {
        warned = false;
        ended.addEventListener('abort', lease.abandon, { once: true });
        try {
          await followSchedule(options, run, AbortSignal.any([stopping, lease.lost]));
        } finally {
          ended.removeEventListener('abort', lease.abandon);
          await lease.release();
        }
        continue;
      }
    } catch (error) {
      if (!warned) warn(`Timer ${trigger.name} waits for storage: ${error instanceof Error ? error.message : error}`);
      warned = true;
    }
    await sleep(leaseRetryMs, stopping);
  }
}

async function followSchedule(options: TimerOptions, run: RunTimer, signal: AbortSignal): Promise<void> {
  const { schedule, useMonitor, runOnStartup, name } = options.trigger;
  const monitor = useMonitor && !schedule.subMinute;
  const blob = options.container.getBlockBlobClient(`timers/${options.hostId}/${name}/status`);
  const now = new Date();
  let status: TimerStatus = monitor ? await startStatus(blob, schedule, now) : { next: schedule.next(now) };
  let startup = status.next < now ? 'pastDue' : runOnStartup ? 'runOnStartup' : undefined;

  while (!signal.aborted) {
    if (!startup) await sleepUntil(status.next, signal);
    if (signal.aborted) return;
    const startedAt = new Date();
    // A failed run is logged where functions are invoked, and not tried again before the next occurrence.
    await run({ isPastDue: startup === 'pastDue', status: monitor ? status : undefined }).catch(() => undefined);
    startup = undefined;
    status = { last: startedAt, next: schedule.next(startedAt), lastUpdated: startedAt };
    // Best effort, as in the real host: at worst the run counts as missed at the next start.
    if (monitor) await writeStatus(blob, status).catch(() => options.warn(`The status of timer ${name} was not kept.`));
  }
}

function toInvocation(trigger: TimerTrigger, { isPastDue, status }: TimerInput): Invocation {
  const timer = {
    Schedule: { AdjustForDST: true },
    ScheduleStatus: status ? statusJson(status) : null,
    IsPastDue: isPastDue,
  };
  return { bindingName: trigger.bindingName, data: { json: JSON.stringify(timer) } };
}

/**
 * Never returns early: a run before its occurrence would be followed by a second one at it. A clock that is set back
 * meanwhile does not make it wait for longer.
 */
async function sleepUntil(time: Date, signal: AbortSignal): Promise<void> {
  const overMs = performance.now() + time.getTime() - Date.now() + timerSlackMs;
  while (!signal.aborted && Date.now() < time.getTime() && performance.now() < overMs) {
    await sleep(Math.min(time.getTime() - Date.now(), overMs - performance.now(), longestWaitMs), signal);
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
