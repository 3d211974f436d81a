import type { Json } from './expression/json.ts';

/** An action that ran and failed for a reason of its own, with what it has to show for it. */
export class ActionFailure extends Error {
  override readonly name = 'ActionFailure';
  readonly code: string;
  readonly outputs: Json | undefined;

  constructor(code: string, message: string, outputs?: Json) {
    super(message);
    this.code = code;
    this.outputs = outputs;
  }
}
