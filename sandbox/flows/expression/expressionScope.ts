import type { Json, JsonObject } from './json.ts';

/** What the workflow functions of an expression can see from where it stands in a run. */
export interface ExpressionScope {
  now(): Date;
  trigger(): JsonObject;
  /** The action's record (`name`, `status`, `inputs`, `outputs`, …); throws a `TemplateError` when it has none here. */
  action(name: string): JsonObject;
  /** The records of the actions right inside a scope, condition, switch or loop. */
  results(scopeName: string): Json[];
  parameter(name: string): Json;
  variable(name: string): Json;
  /** The innermost item: of the loop around, or of the filter or selection being evaluated. */
  item(): Json;
  items(loopName: string): Json;
  iterationIndex(loopName: string): number;
  workflow(): JsonObject;
}
