import type { JsonObject } from '../flows/expression/json.ts';

export interface PathParameter {
  readonly name: string;
  readonly in: 'path';
  readonly values?: readonly string[];
}

/** What reaches an operation once its parameters have passed its schemas. */
export interface SimulatedCall {
  readonly path: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

export interface SimulatedAnswer {
  readonly status: number;
  readonly body?: JsonObject;
}

/** An operation of one of Microsoft's connectors, by its public operation id and parameter names. */
export interface SimulatedOperation {
  readonly operationId: string;
  readonly summary: string;
  readonly path: `/${string}`;
  readonly pathParameters?: readonly PathParameter[];
  /** The name of the body parameter, by which flows flatten their inputs, and its JSON Schema. */
  readonly body: { readonly name: string; readonly schema: JsonObject };
  /** It calls back: the schema of what it then says. */
  readonly notification?: JsonObject;
  answer(call: SimulatedCall): SimulatedAnswer;
}

/** One of Microsoft's connectors, with the operations that the prebuilt flows use. */
export interface SimulatedConnector {
  /** The name that flows know it by: `shared_teams`. */
  readonly api: string;
  readonly title: string;
  readonly operations: readonly SimulatedOperation[];
}

/** The refusal of an input that the schema lets through and the service does not. */
export class ConnectorRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
