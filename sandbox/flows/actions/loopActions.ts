import { ActionFailure } from '../actionFailure.ts';
import { durationMs } from '../duration.ts';
import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import { typeName } from '../expression/json.ts';
import type { ForeachAction, UntilAction } from '../flowDefinition.ts';
import type { ActionRecord } from '../runRecord.ts';
import type { ActionContext, GroupStatus } from './actionContext.ts';
import { nestedFailure } from './branchActions.ts';
import { evaluateCondition } from './evaluateCondition.ts';

const untilCount = 60;
const untilLimitMs = 3_600_000;

/** One item after the other unless the loop's concurrency control says otherwise. */
export async function runForeach(action: ForeachAction, context: ActionContext): Promise<void> {
  const items = evaluateTemplate(action.foreach, context.frame);
  context.record.inputs = items;
  if (!Array.isArray(items)) {
    throw new ActionFailure(
      'ExpressionEvaluationFailed',
      `The execution of template action '${context.name}' failed: the result of the evaluation of 'foreach' expression '${String(action.foreach)}' is of type '${typeName(items)}'. The result must be a valid array.`,
    );
  }
  const iterations: ActionRecord[][] = items.map(() => []);
  context.record.iterations = iterations;
  let hasFailed = false;
  const pending = [...items.entries()].values();
  const work = async (): Promise<void> => {
    for (const [index, item] of pending) {
      const frame = context.frame.iterate({ loopName: context.name, index, item });
      const status = await context.runActions(action.actions ?? {}, frame, iterations[index] ?? []);
      if (status === 'Failed') hasFailed = true;
    }
  };
  const isSequential = action.operationOptions === 'Sequential';
  const width = isSequential ? 1 : (action.runtimeConfiguration?.concurrency?.repetitions ?? 1);
  const workers = await Promise.allSettled(Array.from({ length: width }, work));
  const broken = workers.find((worker) => worker.status === 'rejected');
  if (broken) throw broken.reason;
  if (hasFailed) throw nestedFailure();
}

/** Repeats until the condition holds, or quietly until the count or the time is up, as the platform does. */
export async function runUntil(action: UntilAction, context: ActionContext): Promise<void> {
  const most = action.limit?.count ?? untilCount;
  const limit = context.clock.limit(durationMs(action.limit?.timeout ?? '') ?? untilLimitMs);
  const iterations: ActionRecord[][] = [];
  context.record.iterations = iterations;
  let status: GroupStatus = 'Succeeded';
  let isDone = false;
  while (!isDone && iterations.length < most && !limit.aborted) {
    const records: ActionRecord[] = [];
    const frame = context.frame.iterate({ loopName: context.name, index: iterations.push(records) - 1 });
    status = await context.runActions(action.actions ?? {}, frame, records);
    isDone = evaluateCondition(action.expression, frame);
    // Actions after the loop see those of its last round.
    for (const [name, record] of frame.records) context.frame.records.set(name, record);
  }
  context.record.outputs = { iterations: iterations.length };
  if (status === 'Failed') throw nestedFailure();
  if (!isDone && action.operationOptions?.includes('FailWhenLimitsReached')) {
    throw new ActionFailure(
      'UntilLimitsReached',
      `The loop '${context.name}' reached its limit of repetitions or time.`,
    );
  }
}
