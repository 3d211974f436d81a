import type { ExpressionScope } from './expression/expressionScope.ts';
import type { Json, JsonObject } from './expression/json.ts';
import { parseJson } from './expression/json.ts';
import { TemplateError } from './expression/templateError.ts';
import type { ActionRecord } from './runRecord.ts';

/** What belongs to a whole run, whichever loop an expression stands in. */
export interface RunState {
  readonly trigger: JsonObject;
  readonly workflow: JsonObject;
  readonly parameters: ReadonlyMap<string, Json>;
  readonly variables: Map<string, { readonly type: string; value: Json }>;
  readonly now: () => Date;
}

/** One round of a loop. */
export interface Iteration {
  readonly loopName: string;
  readonly index: number;
  readonly item?: Json;
}

/** What an expression can see: the actions that ran in this round of the loop and in those around it. */
export class RunFrame implements ExpressionScope {
  readonly records = new Map<string, ActionRecord>();
  readonly state: RunState;
  readonly #parent: RunFrame | undefined;
  readonly #iteration: Iteration | undefined;

  constructor(state: RunState, parent?: RunFrame, iteration?: Iteration) {
    this.state = state;
    this.#parent = parent;
    this.#iteration = iteration;
  }

  /** The frame of one round of a loop inside this frame. */
  iterate(iteration: Iteration): RunFrame {
    return new RunFrame(this.state, this, iteration);
  }

  /** This frame with another innermost item, for a filter or a selection. */
  withItem(item: Json): RunFrame {
    return new RunFrame(this.state, this, { loopName: '', index: 0, item });
  }

  now(): Date {
    return this.state.now();
  }

  trigger(): JsonObject {
    return this.state.trigger;
  }

  workflow(): JsonObject {
    return this.state.workflow;
  }

  action(name: string): JsonObject {
    return shown(this.#record(name));
  }

  results(scopeName: string): Json[] {
    const record = this.#record(scopeName);
    return (record.iterations ?? [record.actions ?? []]).flatMap((actions) => actions.map(shown));
  }

  parameter(name: string): Json {
    const value = this.state.parameters.get(name);
    if (value !== undefined) return value;
    throw new TemplateError(`The workflow parameter '${name}' is not found.`);
  }

  variable(name: string): Json {
    const variable = this.state.variables.get(name);
    if (variable) return variable.value;
    throw new TemplateError(`The variable '${name}' is used before it is initialized.`);
  }

  item(): Json {
    const item = this.#find((iteration) => iteration.item !== undefined)?.item;
    if (item !== undefined) return item;
    throw new TemplateError(
      "The template language function 'item' must not be used when the expression is not inside a loop, a filter or a selection.",
    );
  }

  items(loopName: string): Json {
    const item = this.#loop(loopName).item;
    if (item !== undefined) return item;
    throw new TemplateError(`The loop '${loopName}' has no items.`);
  }

  iterationIndex(loopName: string): number {
    return this.#loop(loopName).index;
  }

  #loop(name: string): Iteration {
    const iteration = this.#find((candidate) => candidate.loopName === name);
    if (iteration) return iteration;
    throw new TemplateError(`The expression is not inside the loop '${name}'.`);
  }

  #find(matches: (iteration: Iteration) => boolean): Iteration | undefined {
    if (this.#iteration && matches(this.#iteration)) return this.#iteration;
    return this.#parent ? this.#parent.#find(matches) : undefined;
  }

  #record(name: string): ActionRecord {
    const record = this.records.get(name);
    if (record) return record;
    if (this.#parent) return this.#parent.#record(name);
    throw new TemplateError(
      `The action '${name}' cannot be referred to here: it has not run before, or it ran inside a loop.`,
    );
  }
}

function shown(record: ActionRecord): JsonObject {
  const { name, status, code, startTime, endTime, error } = record;
  const text: unknown = { name, status, code, startTime, endTime, error };
  const plain = parseJson(JSON.stringify(text));
  return {
    ...(typeof plain === 'object' && !Array.isArray(plain) ? plain : {}),
    ...(record.inputs === undefined ? {} : { inputs: record.inputs }),
    ...(record.outputs === undefined ? {} : { outputs: record.outputs }),
  };
}
