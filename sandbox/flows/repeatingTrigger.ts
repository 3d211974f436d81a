import type { FlowTrigger, TriggerContext } from './flowTrigger.ts';

export interface Repetition extends Pick<TriggerContext, 'clock' | 'signal'> {
  /** Does one check and says how many milliseconds to wait before the next. */
  check(): Promise<number>;
}

/** Checks when it is started and again after every wait, one check at a time, until it is stopped. */
export function repeatingTrigger({ clock, signal, check }: Repetition): FlowTrigger {
  let stopping: AbortController | undefined;
  let looping: Promise<void> = Promise.resolve();
  let checking: Promise<unknown> = Promise.resolve();

  /** A check asked for by hand and one that is due never overlap: they would both see the same events. */
  function checkInTurn(): Promise<number> {
    const turn = checking.then(check);
    checking = turn.catch(() => undefined);
    return turn;
  }

  async function loop(stopped: AbortSignal): Promise<void> {
    try {
      while (!stopped.aborted) await clock.pause(await checkInTurn(), stopped);
    } catch (error) {
      if (!stopped.aborted) throw error;
    }
  }

  const trigger: FlowTrigger = {
    async start() {
      stopping = new AbortController();
      looping = loop(AbortSignal.any([signal, stopping.signal]));
      // A fault surfaces when the trigger is stopped; until then it must not count as unhandled.
      looping.catch(() => undefined);
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
