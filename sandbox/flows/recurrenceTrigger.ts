import { recurrenceMs } from './duration.ts';
import type { RecurrenceTriggerDefinition } from './flowDefinition.ts';
import type { FlowTrigger, TriggerContext } from './flowTrigger.ts';
import { repeatingTrigger } from './repeatingTrigger.ts';

/** Starts a run when the flow is turned on and after every interval. */
export function recurrenceTrigger({ recurrence }: RecurrenceTriggerDefinition, context: TriggerContext): FlowTrigger {
  const { clock, signal, record } = context;
  return repeatingTrigger({
    clock,
    signal,
    record,
    everyMs: recurrenceMs(recurrence),
    async check() {
      context.fire({ outputs: {} });
      return undefined;
    },
  });
}
