import type { ConnectorOperation, ParameterSchema } from './connectorOperations.ts';
import type { JsonObject } from './expression/json.ts';

/** One input as the designer shows it: a parameter, or a property of the body under its flattened name. */
export interface OperationInput {
  /** The key in the flow's `parameters`, such as `severity` or `body/alert/severity`. */
  readonly key: string;
  /** Where the value goes inside the body; empty for a parameter of its own. */
  readonly path: readonly string[];
  readonly parameterName: string;
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly schema: ParameterSchema;
  /** Required itself; it still only counts when its parent is present or required up to the top. */
  readonly isRequired: boolean;
}

/** Flattens an operation's parameters, parents before their properties. */
export function operationInputs(operation: ConnectorOperation): OperationInput[] {
  return operation.parameters.flatMap((parameter) => {
    const input: OperationInput = {
      key: parameter.name,
      path: [],
      parameterName: parameter.name,
      in: parameter.in,
      schema: parameter.schema,
      isRequired: parameter.isRequired,
    };
    return parameter.in === 'body' ? [input, ...properties(input)] : [input];
  });
}

function properties(parent: OperationInput): OperationInput[] {
  return Object.entries(parent.schema.properties ?? {}).flatMap(([name, schema]) => {
    const input: OperationInput = {
      ...parent,
      key: `${parent.key}/${escaped(name)}`,
      path: [...parent.path, name],
      schema,
      isRequired: parent.schema.required.includes(name),
    };
    return [input, ...properties(input)];
  });
}

/** The flattened keys keep a slash inside a property name apart from the one between two names. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** What is wrong with the parameters that a flow sets for an operation, in the platform's words. */
export function parameterFaults(operation: ConnectorOperation, parameters: JsonObject): string[] {
  const inputs = operationInputs(operation);
  const given = new Set(Object.keys(parameters).filter((key) => parameters[key] !== null));
  const unknown = Object.keys(parameters).filter((key) => !inputs.some((input) => isKeyOf(input, key)));
  const present = (key: string): boolean => given.has(key) || [...given].some((other) => other.startsWith(`${key}/`));
  const missing = inputs.filter(
    (input) =>
      input.isRequired &&
      !input.schema.isNotificationUrl &&
      input.schema.default === undefined &&
      !present(input.key) &&
      // An object given whole is checked when its value is known, not by its key.
      ![...given].some((key) => input.key.startsWith(`${key}/`)) &&
      isParentPresent(input, inputs, present) &&
      // An object with known properties is asked for by those of them that are required.
      input.schema.properties === undefined,
  );
  return [
    ...unknown.map((key) => `The API operation does not contain a definition for parameter '${key}'.`),
    ...missing.map(
      (input) => `The API operation '${operation.operationId}' is missing required property '${input.key}'.`,
    ),
  ];
}

/** The input whose value a flow's key is, free-form objects included. */
export function isKeyOf(input: OperationInput, key: string): boolean {
  return key === input.key || (isFreeForm(input.schema) && key.startsWith(`${input.key}/`));
}

function isFreeForm(schema: ParameterSchema): boolean {
  return schema.properties === undefined && (schema.type === undefined || schema.type === 'object');
}

function isParentPresent(
  input: OperationInput,
  inputs: readonly OperationInput[],
  present: (key: string) => boolean,
): boolean {
  const parent = parentOf(input, inputs);
  if (!parent) return true;
  return (parent.isRequired || present(parent.key)) && isParentPresent(parent, inputs, present);
}

function parentOf(input: OperationInput, inputs: readonly OperationInput[]): OperationInput | undefined {
  const key = input.key.slice(0, Math.max(0, input.key.lastIndexOf('/')));
  return input.path.length === 0
    ? undefined
    : inputs.find((candidate) => candidate.key === key && candidate.in === 'body');
}
