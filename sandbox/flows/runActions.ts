import { ActionFailure } from './actionFailure.ts';
import type { ActionContext, GroupStatus } from './actions/actionContext.ts';
import { executeAction } from './actions/executeAction.ts';
import { RunTerminated } from './actions/terminateAction.ts';
import { TemplateError } from './expression/templateError.ts';
import type { Action, Actions } from './flowDefinition.ts';
import type { RunFrame } from './runFrame.ts';
import type { ActionRecord, ActionStatus } from './runRecord.ts';

/** What all actions of a run share. */
export type RunEnvironment = Pick<ActionContext, 'connectors' | 'callbacks' | 'clock' | 'signal'> & {
  /** Ends the run at once, with the reason why. */
  readonly terminate: (reason: RunTerminated) => void;
};

/** Runs a group of actions, each as soon as those that it runs after have ended; throws only when the run itself ends. */
export async function runActions(
  actions: Actions,
  frame: RunFrame,
  into: ActionRecord[],
  environment: RunEnvironment,
): Promise<GroupStatus> {
  const started = new Map<string, Promise<ActionRecord>>();
  const start = (name: string, action: Action): Promise<ActionRecord> => {
    const running = started.get(name) ?? runInTurn(name, action);
    started.set(name, running);
    return running;
  };
  const runInTurn = async (name: string, action: Action): Promise<ActionRecord> => {
    const befores = await Promise.all(
      Object.entries(action.runAfter ?? {}).flatMap(([before, statuses]) => {
        const predecessor = actions[before];
        return predecessor ? [start(before, predecessor).then((record) => ({ record, statuses }))] : [];
      }),
    );
    environment.signal.throwIfAborted();
    const unmet = befores.find(({ record, statuses }) => !statuses.some((status) => status === record.status));
    const record = unmet
      ? skippedRecord(name, action, unmet.record, unmet.statuses, environment)
      : newRecord(name, action, environment);
    into.push(record);
    if (!unmet) await runAction(action, record, frame, environment);
    frame.records.set(name, record);
    return record;
  };

  const outcomes = await Promise.allSettled(Object.entries(actions).map(([name, action]) => start(name, action)));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
  return groupStatus(actions, frame);
}

async function runAction(
  action: Action,
  record: ActionRecord,
  frame: RunFrame,
  environment: RunEnvironment,
): Promise<void> {
  const { connectors, callbacks, clock, signal } = environment;
  try {
    await executeAction(action, {
      name: record.name,
      record,
      frame,
      connectors,
      callbacks,
      clock,
      signal,
      runActions: (actions, inner, into) => runActions(actions, inner, into, environment),
    });
    close(record, 'Succeeded', record.code ?? 'OK', environment);
  } catch (error) {
    if (error instanceof RunTerminated) {
      close(record, action.type === 'Terminate' ? 'Succeeded' : 'Cancelled', 'Terminated', environment);
      environment.terminate(error);
      throw error;
    }
    if (signal.aborted) {
      close(record, 'Cancelled', 'Cancelled', environment);
      throw signal.reason;
    }
    fail(error, record, environment);
  }
}

function fail(error: unknown, record: ActionRecord, environment: RunEnvironment): void {
  if (error instanceof ActionFailure) {
    record.error = { code: error.code, message: error.message };
    close(record, 'Failed', error.code, environment);
  } else if (error instanceof TemplateError) {
    const message = `Unable to process template language expressions in action '${record.name}' inputs at line '0' and column '0': '${error.message}'.`;
    record.error = { code: error.code, message };
    close(record, 'Failed', error.code, environment);
  } else if (error instanceof DOMException && error.name === 'TimeoutError') {
    record.error = {
      code: 'ActionTimedOut',
      message: `The action '${record.name}' did not end within its time limit.`,
    };
    close(record, 'TimedOut', 'ActionTimedOut', environment);
  } else {
    // The run ends with it, and tells more; what has ended must not look as if it went on.
    close(record, 'Failed', 'RunnerFault', environment);
    throw error;
  }
}

function newRecord(name: string, action: Action, { clock }: RunEnvironment): ActionRecord {
  const secured = action.runtimeConfiguration?.secureData?.properties;
  return {
    name,
    type: action.type,
    status: 'Running',
    startTime: clock.now().toISOString(),
    ...(secured && { secured }),
  };
}

function skippedRecord(
  name: string,
  action: Action,
  before: ActionRecord,
  expected: readonly string[],
  environment: RunEnvironment,
): ActionRecord {
  const record = newRecord(name, action, environment);
  record.error = {
    code: 'ActionConditionFailed',
    message: `The execution of template action '${name}' is skipped: the 'runAfter' condition for action '${before.name}' is not satisfied. Expected status values '${expected.join(', ')}' and actual value '${before.status}'.`,
  };
  close(record, 'Skipped', 'ActionSkipped', environment);
  return record;
}

function close(record: ActionRecord, status: ActionStatus, code: string, { clock }: RunEnvironment): void {
  record.status = status;
  record.code = code;
  record.endTime = clock.now().toISOString();
}

/** The last actions decide; one that was skipped passes the question on to those before it. */
function groupStatus(actions: Actions, frame: RunFrame): GroupStatus {
  const followed = new Set(Object.values(actions).flatMap((action) => Object.keys(action.runAfter ?? {})));
  const isFine = (name: string): boolean => {
    const status = frame.records.get(name)?.status;
    if (status !== 'Skipped') return status === 'Succeeded';
    return Object.keys(actions[name]?.runAfter ?? {}).every(isFine);
  };
  return Object.keys(actions)
    .filter((name) => !followed.has(name))
    .every(isFine)
    ? 'Succeeded'
    : 'Failed';
}
