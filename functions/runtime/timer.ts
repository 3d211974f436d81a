import type { Log } from './log.ts';
import type { GraphPermissions } from './operation.ts';

export interface TimerRun {
  readonly correlationId: string;
  readonly log: Log;
}

export interface Timer<D, S extends string = string> {
  /** PascalCase; the function's name in Azure. */
  readonly name: string;
  /** The setting that holds the six-field NCRONTAB schedule, in UTC. */
  readonly schedule: S;
  readonly description: string;
  readonly graph: Pick<GraphPermissions, 'application'>;
  /** Application permissions that it makes use of where they are held, and does without where they are not. */
  readonly optional?: readonly string[];
  /** The sources of events that it fills; triggers on these stand on it. */
  readonly fills?: readonly string[];
  readonly run: (dependencies: D, run: TimerRun) => Promise<void>;
}

/** Declares work on a schedule; the host runs one instance of it at a time, over all hosts of the app. */
export const timer = <D, const S extends string>(definition: Timer<D, S>): Timer<D, S> => definition;
