import { RunTerminated } from './actions/terminateAction.ts';
import type { JsonObject } from './expression/json.ts';
import type { ImportedFlow } from './importFlow.ts';
import { type RunEnvironment, runActions } from './runActions.ts';
import { RunFrame } from './runFrame.ts';
import type { RunRecord } from './runRecord.ts';

export interface RunOptions {
  readonly flow: ImportedFlow;
  readonly workflow: JsonObject;
  /** The trigger as expressions see it, secrets included. */
  readonly trigger: JsonObject;
  readonly record: RunRecord;
  readonly environment: Omit<RunEnvironment, 'terminate'>;
}

/** Runs a flow once; every outcome, a fault of the runner included, ends up in the record. */
export async function runFlow({ flow, workflow, trigger, record, environment }: RunOptions): Promise<void> {
  const termination = new AbortController();
  const frame = new RunFrame({
    trigger,
    workflow,
    parameters: flow.parameters,
    variables: new Map(),
    now: environment.clock.now,
  });
  try {
    const status = await runActions(flow.definition.actions, frame, record.actions, {
      ...environment,
      signal: AbortSignal.any([environment.signal, termination.signal]),
      terminate: (reason) => termination.abort(reason),
    });
    record.status = status;
    if (status === 'Failed') {
      record.error = { code: 'ActionFailed', message: 'An action failed. No dependent actions succeeded.' };
    }
  } catch (error) {
    const reason: unknown = termination.signal.aborted ? termination.signal.reason : error;
    if (reason instanceof RunTerminated) {
      record.status = reason.status;
      if (reason.error) record.error = reason.error;
    } else if (environment.signal.aborted) {
      record.status = 'Cancelled';
    } else {
      record.status = 'Failed';
      record.error = { code: 'RunnerFault', message: reason instanceof Error ? String(reason.stack) : String(reason) };
    }
  }
  record.endTime = environment.clock.now().toISOString();
}
