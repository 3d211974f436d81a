/** Waits for its turn, then has its effect at once; a process that has died waits for ever. */
export type Step = <T>(what: string, effect: () => Promise<T>) => Promise<T>;

export interface Trial {
  /** What runs side by side; every effect on the world outside of the process is a step. */
  readonly processes: readonly ((step: Step) => Promise<unknown>)[];
  /** Looks at the world once every process has ended or died; throws when something is wrong with it. */
  check(crashes: number): Promise<void>;
}

export interface Bounds {
  /** How often a process that could go on is passed over for another one. */
  readonly preemptions: number;
  readonly crashes: number;
}

interface Waiting {
  readonly what: string;
  go(): void;
}

interface Running {
  readonly waiting: Waiting[];
  isOver: boolean;
}

interface Choice {
  readonly process: number;
  /** Which of the steps that it waits with is made; or it dies; or time passes instead. */
  readonly next: number | 'dies' | 'time passes';
  readonly isPreemption: boolean;
}

const mostTicks = 10_000;

/**
 * Runs a trial in every order that its steps can take within the bounds, and with a death before every step, by running
 * it again and again from the start. Gives the number of orders; an order that fails is told step by step.
 */
export async function everyInterleaving(
  setUp: () => Promise<Trial>,
  bounds: Bounds,
  /** Moves the timers of the processes on when all of them wait for time to pass. */
  tick: () => void,
): Promise<number> {
  let orders = 0;
  const path: { choice: number; choices: number }[] = [];
  do {
    await runOnce(await setUp(), bounds, tick, path);
    orders++;
    while (path.length && path.at(-1)?.choice === (path.at(-1)?.choices ?? 0) - 1) path.pop();
    const last = path.at(-1);
    if (last) last.choice++;
  } while (path.length);
  return orders;
}

async function runOnce(
  trial: Trial,
  bounds: Bounds,
  tick: () => void,
  path: { choice: number; choices: number }[],
): Promise<void> {
  const trail: string[] = [];
  const running: Running[] = trial.processes.map(() => ({ waiting: [], isOver: false }));
  for (const [index, start] of trial.processes.entries()) {
    const process = running[index];
    if (!process) continue;
    const step: Step = (what, effect) =>
      new Promise((resolve, reject) => {
        process.waiting.push({ what, go: () => void effect().then(resolve, reject) });
      });
    const over = (): void => {
      process.isOver = true;
    };
    // One that fails has ended; what it left behind is looked at like everything else.
    start(step).then(over, over);
  }

  let last: number | undefined;
  let preemptions = 0;
  let crashes = 0;
  let ticks = 0;
  for (let depth = 0; ; ) {
    // All that follows from the last step without another one.
    await new Promise((resolve) => setImmediate(resolve));
    if (running.every(({ isOver }) => isOver)) break;
    const choices = choicesOf(running, last).filter(
      ({ next, isPreemption }) =>
        (!isPreemption || preemptions < bounds.preemptions) && (next !== 'dies' || crashes < bounds.crashes),
    );
    if (!choices.length) {
      if (++ticks > mostTicks) throw new Error(`Nothing goes on after: ${trail.join(', ')}`);
      tick();
      continue;
    }
    path[depth] ??= { choice: 0, choices: choices.length };
    const chosen = choices[path[depth]?.choice ?? 0];
    depth++;
    const process = chosen && running[chosen.process];
    if (!chosen || !process) throw new Error(`The trial does not repeat itself after: ${trail.join(', ')}`);
    if (chosen.isPreemption) preemptions++;
    last = chosen.process;
    if (chosen.next === 'time passes') {
      tick();
    } else if (chosen.next === 'dies') {
      crashes++;
      process.isOver = true;
      trail.push(`${chosen.process} dies`);
    } else {
      const [taken] = process.waiting.splice(chosen.next, 1);
      trail.push(`${chosen.process} ${taken?.what}`);
      taken?.go();
    }
  }
  try {
    await trial.check(crashes);
  } catch (error) {
    throw new Error(`In this order: ${trail.join(', ')}`, { cause: error });
  }
}

// The process that made the last step goes on first, so that the first order of all is one after another.
function choicesOf(running: readonly Running[], last: number | undefined): readonly Choice[] {
  const ready = running.map(({ isOver, waiting }) => (isOver ? 0 : waiting.length));
  const goesOn = last !== undefined && (ready[last] ?? 0) > 0;
  const order = [...ready.keys()].sort((one, other) => Number(other === last) - Number(one === last));
  const choices = order.flatMap((process): Choice[] => {
    const isPreemption = goesOn && process !== last;
    const steps = Array.from({ length: ready[process] ?? 0 }, (_, step) => ({
      process,
      next: step,
      isPreemption: isPreemption || step > 0,
    }));
    // Dying before one of its steps is dying before all of them.
    return steps.length ? [...steps, { process, next: 'dies', isPreemption }] : [];
  });
  // Whoever could go on is passed over, as one whose request takes long, while timers of the others and its own run out.
  return choices.length && last !== undefined && running[last]?.isOver === false
    ? [...choices, { process: last, next: 'time passes', isPreemption: true }]
    : choices;
}
