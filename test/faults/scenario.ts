import type { Figure } from './figure.ts';

/** Something that goes wrong in a way of its own, and what is measured of it. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  run(sizes: Sizes): Promise<readonly Figure[] | Skipped>;
}

/** What is missing on this machine, so that nothing was measured. */
export interface Skipped {
  readonly skippedFor: string;
}

/** How large the scenarios are; each is an option of the command. */
export interface Sizes {
  readonly kills: number;
  readonly alerts: number;
  readonly subscriptions: number;
  /** Of the boundaries of the sweep, every so many are tried; 1: all. */
  readonly step: number;
  /** The first boundary that is tried, so that parts of the sweep can run side by side. */
  readonly first: number;
  /** Decides what is random. */
  readonly seed: number;
  readonly outageSeconds: number;
  /** How long the simulated day takes. */
  readonly daySeconds: number;
  /** How often a process may be passed over in one order of the model. */
  readonly preemptions: number;
  /** What piles up in an outage. */
  readonly backlog: number;
  /** What the queue of hints is flooded with. */
  readonly hints: number;
  /** How many hostile alerts come. */
  readonly hostile: number;
}

/** What a run takes unless it is told otherwise: minutes, not hours. */
export const smallSizes: Sizes = {
  kills: 30,
  alerts: 200,
  subscriptions: 10,
  step: 1,
  first: 1,
  seed: 1,
  outageSeconds: 30,
  daySeconds: 120,
  preemptions: 2,
  backlog: 1_000,
  hints: 3_000,
  hostile: 10_000,
};
