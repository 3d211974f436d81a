import type { Operation } from '../../functions/runtime/operation.ts';

export interface Fault {
  /** The operation and the place in it: `UpdateAlert, body status`. */
  readonly place: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** One published rule, or one family of them, applied to an operation among all operations. */
export type Rule = (operation: Operation<never>, operations: readonly Operation<never>[]) => Iterable<Fault>;
