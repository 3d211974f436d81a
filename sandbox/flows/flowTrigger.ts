import type { Connectors } from './connector.ts';
import type { JsonObject } from './expression/json.ts';
import type { PlatformClock } from './platformClock.ts';
import type { TriggerRecord } from './runRecord.ts';

/** What starts a flow's runs. */
export interface FlowTrigger {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What saving the flow again, or new credentials, make the platform do. */
  renew(): Promise<void>;
  /** Checks now instead of at the next recurrence, or presses the button; a webhook trigger has nothing to check. */
  check(form?: JsonObject): Promise<void>;
}

/** What a trigger needs from its flow. */
export interface TriggerContext {
  readonly connectors: Connectors;
  readonly clock: PlatformClock;
  readonly signal: AbortSignal;
  readonly notificationUrl: string;
  /** The trigger's parameters with their expressions evaluated. */
  readonly parameters: JsonObject;
  /** Starts the runs of one firing. */
  fire(firing: { inputs?: JsonObject; outputs: JsonObject }): void;
  record(outcome: Pick<TriggerRecord, 'status' | 'code' | 'inputs' | 'outputs' | 'error'>): void;
  hide(secret: string): void;
}
