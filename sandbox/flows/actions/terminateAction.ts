import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import { textOf } from '../expression/json.ts';
import type { TerminateAction } from '../flowDefinition.ts';
import type { RecordedError } from '../runRecord.ts';
import type { ActionContext } from './actionContext.ts';

/** Ends the whole run at once; it is the reason with which everything still running is aborted. */
export class RunTerminated extends Error {
  override readonly name = 'RunTerminated';
  readonly status: 'Succeeded' | 'Failed' | 'Cancelled';
  readonly error: RecordedError | undefined;

  constructor(status: 'Succeeded' | 'Failed' | 'Cancelled', error: RecordedError | undefined) {
    super(`The run was terminated with status '${status}'.`);
    this.status = status;
    this.error = error;
  }
}

export function runTerminate({ inputs }: TerminateAction, context: ActionContext): never {
  const { runStatus, runError } = inputs;
  const error =
    runStatus === 'Failed'
      ? { code: read(runError?.code, context), message: read(runError?.message, context) }
      : undefined;
  context.record.inputs = { runStatus, ...(error && { runError: error }) };
  throw new RunTerminated(runStatus, error);
}

function read(text: string | undefined, context: ActionContext): string {
  return textOf(evaluateTemplate(text ?? '', context.frame));
}
