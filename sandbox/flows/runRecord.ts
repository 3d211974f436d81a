import type { Retry } from './connectorClient.ts';
import type { Json } from './expression/json.ts';

export type ActionStatus = 'Running' | 'Succeeded' | 'Failed' | 'Skipped' | 'TimedOut' | 'Cancelled';
export type RunStatus = 'Running' | 'Succeeded' | 'Failed' | 'Cancelled';

export interface RecordedError {
  readonly code: string;
  readonly message: string;
}

/** One action of a run as the history keeps it. */
export interface ActionRecord {
  readonly name: string;
  readonly type: string;
  status: ActionStatus;
  code?: string;
  readonly startTime: string;
  endTime?: string;
  inputs?: Json;
  outputs?: Json;
  error?: RecordedError;
  retryHistory?: readonly Retry[];
  /** What the flow declares as secure, and the history therefore never shows. */
  readonly secured?: readonly ('inputs' | 'outputs')[];
  /** The actions of the branch that was taken, or of a scope. */
  actions?: ActionRecord[];
  /** The actions of each round of a loop, in order of the rounds. */
  iterations?: ActionRecord[][];
}

export interface TriggerRecord {
  readonly name: string;
  readonly startTime: string;
  readonly status: 'Succeeded' | 'Failed' | 'Skipped';
  readonly code: string;
  readonly inputs?: Json;
  readonly outputs?: Json;
  readonly error?: RecordedError;
  readonly secured?: readonly ('inputs' | 'outputs')[];
}

/** One run of a flow, still changing while its status is `Running`. */
export interface RunRecord {
  readonly id: string;
  readonly flowName: string;
  status: RunStatus;
  readonly startTime: string;
  endTime?: string;
  error?: RecordedError;
  readonly trigger: TriggerRecord;
  readonly actions: ActionRecord[];
}
