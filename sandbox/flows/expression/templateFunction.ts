import type { ExpressionScope } from './expressionScope.ts';
import type { FunctionArguments } from './functionArguments.ts';
import type { Json } from './json.ts';

/** One function of the workflow expression language. */
export interface TemplateFunction {
  readonly name: string;
  /** The fewest and the most arguments that it takes. */
  readonly takes: readonly [least: number, most: number];
  readonly call: (values: FunctionArguments, scope: ExpressionScope) => Json;
}
