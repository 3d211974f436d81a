import { compileSchema, refusalsOf } from './compileSchema.ts';
import type { ButtonTriggerDefinition } from './flowDefinition.ts';
import type { FlowTrigger, TriggerContext } from './flowTrigger.ts';

/** Starts a run when somebody presses the button, with what they entered into its form; refuses what does not fit it. */
export function buttonTrigger({ inputs }: ButtonTriggerDefinition, context: TriggerContext): FlowTrigger {
  const fits = compileSchema(inputs.schema);
  let isOn = false;
  return {
    async start() {
      isOn = true;
    },
    async stop() {
      isOn = false;
    },
    async renew() {},
    async check(form = {}) {
      if (!isOn) throw new Error('The flow is off, and so is its button.');
      if (!fits(form)) throw new Error(`The form is not filled in: ${refusalsOf(fits)}.`);
      context.fire({ outputs: { headers: {}, body: form } });
    },
  };
}
