import { ActionFailure } from '../actionFailure.ts';
import { unitsMs } from '../duration.ts';
import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import { textOf } from '../expression/json.ts';
import { parseTimestamp } from '../expression/timestamp.ts';
import type { WaitAction } from '../flowDefinition.ts';
import type { ActionContext } from './actionContext.ts';

/** Delays for a number of units, or until a moment. */
export async function runWait(action: WaitAction, context: ActionContext): Promise<void> {
  const waitMs = waitOf(action, context);
  context.record.inputs = { waitSeconds: waitMs / 1000 };
  await context.clock.pause(waitMs, context.signal);
}

function waitOf({ inputs }: WaitAction, { frame, clock, name }: ActionContext): number {
  if (inputs.interval) {
    const count = evaluateTemplate(inputs.interval.count, frame);
    const waitMs = typeof count === 'number' && count >= 0 ? unitsMs(count, inputs.interval.unit) : undefined;
    if (waitMs !== undefined) return waitMs;
    throw new ActionFailure('BadRequest', `The delay of '${name}' needs a count and a unit such as 'Minute'.`);
  }
  const until = parseTimestamp(textOf(evaluateTemplate(inputs.until?.timestamp ?? '', frame)));
  if (!until) throw new ActionFailure('BadRequest', `The timestamp of '${name}' must match ISO 8601 format.`);
  return Math.max(0, until.milliseconds - clock.now().getTime());
}
