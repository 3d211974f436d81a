import type { Json, JsonObject } from './expression/json.ts';

export type RunAfterStatus = 'Succeeded' | 'Failed' | 'Skipped' | 'TimedOut';

export interface RetryPolicy {
  type: 'none' | 'fixed' | 'exponential';
  count?: number;
  interval?: string;
  minimumInterval?: string;
  maximumInterval?: string;
}

export interface OperationInputs {
  host: { apiId: string; connectionName: string; operationId: string };
  parameters?: JsonObject;
  authentication?: Json;
  retryPolicy?: RetryPolicy;
}

interface ActionCommon {
  runAfter?: Record<string, RunAfterStatus[]>;
  description?: string;
  metadata?: JsonObject;
  operationOptions?: string;
  limit?: { count?: number; timeout?: string };
  runtimeConfiguration?: {
    secureData?: { properties: ('inputs' | 'outputs')[] };
    concurrency?: { repetitions?: number };
    /** Reads on, page by page, until there are so many items. */
    paginationPolicy?: { minimumItemCount: number };
  };
}

export type Actions = Record<string, Action>;
export type VariableType = 'string' | 'integer' | 'float' | 'boolean' | 'array' | 'object';

export interface ConnectorAction extends ActionCommon {
  type: 'OpenApiConnection';
  inputs: OperationInputs;
}
/** Waits until the connector calls back. */
export interface WebhookAction extends ActionCommon {
  type: 'OpenApiConnectionWebhook';
  inputs: OperationInputs;
}
export interface IfAction extends ActionCommon {
  type: 'If';
  expression: Json;
  actions?: Actions;
  else?: { actions?: Actions };
}
export interface SwitchAction extends ActionCommon {
  type: 'Switch';
  expression: Json;
  cases: Record<string, { case: Json; actions?: Actions }>;
  default?: { actions?: Actions };
}
export interface ForeachAction extends ActionCommon {
  type: 'Foreach';
  foreach: Json;
  actions?: Actions;
}
export interface UntilAction extends ActionCommon {
  type: 'Until';
  expression: Json;
  actions?: Actions;
}
export interface ScopeAction extends ActionCommon {
  type: 'Scope';
  actions?: Actions;
}
export interface ComposeAction extends ActionCommon {
  type: 'Compose';
  inputs: Json;
}
export interface InitializeVariableAction extends ActionCommon {
  type: 'InitializeVariable';
  inputs: { variables: { name: string; type: VariableType; value?: Json }[] };
}
export interface ChangeVariableAction extends ActionCommon {
  type: 'SetVariable' | 'IncrementVariable' | 'DecrementVariable' | 'AppendToArrayVariable' | 'AppendToStringVariable';
  inputs: { name: string; value?: Json };
}
export interface TerminateAction extends ActionCommon {
  type: 'Terminate';
  inputs: { runStatus: 'Succeeded' | 'Failed' | 'Cancelled'; runError?: { code?: string; message?: string } };
}
export interface ParseJsonAction extends ActionCommon {
  type: 'ParseJson';
  inputs: { content: Json; schema: JsonObject };
}
export interface SelectAction extends ActionCommon {
  type: 'Select';
  inputs: { from: Json; select: Json };
}
export interface QueryAction extends ActionCommon {
  type: 'Query';
  inputs: { from: Json; where: string };
}
export interface JoinAction extends ActionCommon {
  type: 'Join';
  inputs: { from: Json; joinWith: string };
}
export interface WaitAction extends ActionCommon {
  type: 'Wait';
  inputs: { interval?: { unit: string; count: Json }; until?: { timestamp: string } };
}

export type Action =
  | ConnectorAction
  | WebhookAction
  | IfAction
  | SwitchAction
  | ForeachAction
  | UntilAction
  | ScopeAction
  | ComposeAction
  | InitializeVariableAction
  | ChangeVariableAction
  | TerminateAction
  | ParseJsonAction
  | SelectAction
  | QueryAction
  | JoinAction
  | WaitAction;

export interface Recurrence {
  frequency: 'Second' | 'Minute' | 'Hour' | 'Day' | 'Week' | 'Month';
  interval: number;
}

interface TriggerCommon {
  conditions?: { expression: string }[];
  description?: string;
  metadata?: JsonObject;
  splitOn?: string;
  runtimeConfiguration?: { concurrency?: { runs?: number }; secureData?: { properties: ('inputs' | 'outputs')[] } };
}

export interface WebhookTriggerDefinition extends TriggerCommon {
  type: 'OpenApiConnectionWebhook';
  inputs: OperationInputs;
}
export interface PollingTriggerDefinition extends TriggerCommon {
  type: 'OpenApiConnection';
  inputs: OperationInputs;
  recurrence: Recurrence;
}
export interface RecurrenceTriggerDefinition extends TriggerCommon {
  type: 'Recurrence';
  recurrence: Recurrence;
}
/** Somebody presses a button and fills in a form. */
export interface ButtonTriggerDefinition extends TriggerCommon {
  type: 'Request';
  kind: 'Button';
  inputs: { schema: JsonObject };
}

export type TriggerDefinition =
  | WebhookTriggerDefinition
  | PollingTriggerDefinition
  | RecurrenceTriggerDefinition
  | ButtonTriggerDefinition;

export interface FlowParameter {
  type: string;
  defaultValue?: Json;
  /** On an environment variable: the name that the solution knows it by. */
  metadata?: { schemaName?: string; description?: string };
}

export interface ConnectionReference {
  runtimeSource?: string;
  connection: { connectionReferenceLogicalName: string };
  api: { name: string };
}

/** The flow JSON of a solution, as Power Automate exports and imports it. */
export interface FlowDocument {
  schemaVersion: string;
  properties: {
    connectionReferences: Record<string, ConnectionReference>;
    definition: {
      $schema: string;
      contentVersion: string;
      parameters?: Record<string, FlowParameter>;
      triggers: Record<string, TriggerDefinition>;
      actions: Actions;
      outputs?: JsonObject;
      description?: string;
    };
  };
}
