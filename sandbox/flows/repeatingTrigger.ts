import { ActionFailure } from './actionFailure.ts';
import type { FlowTrigger, TriggerContext } from './flowTrigger.ts';
import type { RecordedError } from './runRecord.ts';

export interface Repetition extends Pick<TriggerContext, 'clock' | 'signal' | 'record'> {
  /** How many milliseconds to wait after a check that says nothing of it, or that failed. */
  readonly everyMs: number;
  /** Does one check, and may say how many milliseconds to wait before the next. */
  check(): Promise<number | undefined>;
}

/** Checks when it is started and again after every wait, one check at a time, until it is stopped. */
export function repeatingTrigger({ clock, signal, record, everyMs, check }: Repetition): FlowTrigger {
  let stopping: AbortController | undefined;
  let looping: Promise<void> = Promise.resolve();
  let checking: Promise<unknown> = Promise.resolve();

  /** A check asked for by hand and one that is due never overlap: they would both see the same events. */
  function checkInTurn(): Promise<number | undefined> {
    const turn = checking.then(check);
    checking = turn.catch(() => undefined);
    return turn;
  }

  async function loop(stopped: AbortSignal): Promise<void> {
    try {
      while (!stopped.aborted) await clock.pause((await outcome(stopped)) ?? everyMs, stopped);
    } catch (error) {
      if (!stopped.aborted) throw error;
    }
  }

  /** A check that fails is one entry of the history; the next may go well. */
  async function outcome(stopped: AbortSignal): Promise<number | undefined> {
    try {
      return await checkInTurn();
    } catch (error) {
      if (stopped.aborted) throw error;
      const failure = failureOf(error);
      record({ status: 'Failed', code: failure.code, error: failure });
      return undefined;
    }
  }

  const trigger: FlowTrigger = {
    async start() {
      stopping = new AbortController();
      looping = loop(AbortSignal.any([signal, stopping.signal]));
    },
    async stop() {
      stopping?.abort();
      await looping;
    },
    async renew() {
      await trigger.stop();
      await trigger.start();
    },
    async check() {
      await checkInTurn();
    },
  };
  return trigger;
}

function failureOf(error: unknown): RecordedError {
  if (error instanceof ActionFailure) return { code: error.code, message: error.message };
  return { code: 'RunnerFault', message: error instanceof Error ? String(error.stack) : String(error) };
}
