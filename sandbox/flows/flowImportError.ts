/** One thing that is wrong with a flow, and where. */
export interface FlowFault {
  /** A path into the flow JSON, such as `actions.Post_to_Teams.inputs.parameters.body/message`. */
  readonly place: string;
  readonly message: string;
}

/** A flow that cannot be imported; `faults` has everything that is wrong with it. */
export class FlowImportError extends Error {
  override readonly name = 'FlowImportError';
  readonly faults: readonly FlowFault[];

  constructor(faults: readonly FlowFault[]) {
    super(`The flow cannot be imported:\n${faults.map((fault) => `  ${fault.place}: ${fault.message}`).join('\n')}`);
    this.faults = faults;
  }
}
