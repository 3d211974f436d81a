import type { Source } from '../events/event.ts';
import type { LogEntry } from '../events/logEntry.ts';

/** An event in the log, or with `last` the digest of those from there to here. */
export interface Place {
  readonly source: Source;
  readonly sequence: number;
  readonly last?: number;
}

/** One attempt that is to be made now. */
export interface Task extends Place {
  /** Absent for a digest, and for an event that waited: it is read again. */
  readonly entry?: LogEntry;
  readonly attempt: number;
  readonly isReplay: boolean;
}

/** How often something was tried, and when it is due again. */
export interface Tried {
  readonly attempts: number;
  readonly strikes: number;
  readonly notBeforeMs: number;
  readonly isReplay?: true;
}

/** An event or a digest that the subscription will not get by itself any more. */
export interface Burial extends Place {
  readonly status?: number;
  readonly reason: string;
  readonly attempts: number;
}

export interface LaneRules {
  /** The most deliveries that a crash could repeat: those under way, and those done but not yet saved. */
  readonly inFlight: number;
  readonly attemptsPerEvent: number;
  /** Divides waits; 1 but in the sandbox. */
  readonly timeScale: number;
  readonly now: () => number;
}

/** Tells the places of one subscription apart. */
export const keyOf = ({ source, sequence, last }: Place): string =>
  `${source} ${sequence}${last === undefined ? '' : ' and on'}`;

/** The place alone, without what else is known of it. */
export const placeOnly = ({ source, sequence, last }: Place): Place => ({
  source,
  sequence,
  ...(last !== undefined && { last }),
});
