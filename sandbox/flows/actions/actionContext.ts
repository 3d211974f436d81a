import type { Connectors } from '../connector.ts';
import type { Actions } from '../flowDefinition.ts';
import type { PendingCallbacks } from '../pendingCallbacks.ts';
import type { PlatformClock } from '../platformClock.ts';
import type { RunFrame } from '../runFrame.ts';
import type { ActionRecord } from '../runRecord.ts';

/** What one action needs while it runs. */
export interface ActionContext {
  readonly name: string;
  /** The action's own record, to which it adds inputs, outputs and nested actions as it learns them. */
  readonly record: ActionRecord;
  readonly frame: RunFrame;
  readonly connectors: Connectors;
  readonly callbacks: PendingCallbacks;
  readonly clock: PlatformClock;
  /** Aborted when the flow is terminated or the runner closes. */
  readonly signal: AbortSignal;
  /** Runs a group of actions to its end and says how it ended; its records are appended to `into`. */
  runActions(actions: Actions, frame: RunFrame, into: ActionRecord[]): Promise<GroupStatus>;
}

export type GroupStatus = 'Succeeded' | 'Failed';
