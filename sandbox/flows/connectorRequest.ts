import { ActionFailure } from './actionFailure.ts';
import type { ConnectorOperation } from './connectorOperations.ts';
import { isObject, type Json, type JsonObject, textOf, typeName } from './expression/json.ts';
import { isKeyOf, type OperationInput, operationInputs, parameterFaults } from './operationInputs.ts';

export interface ConnectorRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface RequestOptions {
  readonly baseUrl: string;
  /** Goes into the property that the swagger marks with `x-ms-notification-url`. */
  readonly notificationUrl?: string;
}

/** Builds the HTTP request of an operation from a flow's flattened and evaluated parameters. */
export function connectorRequest(
  operation: ConnectorOperation,
  parameters: JsonObject,
  options: RequestOptions,
): ConnectorRequest {
  const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== null));
  const [fault] = parameterFaults(operation, given);
  if (fault) throw invalid(operation, 'OpenApiOperationParameterValidationFailed', fault);

  let path = operation.path;
  const query = new URLSearchParams();
  const headers: Record<string, string> = { accept: 'application/json' };
  let body: Json | undefined = operation.parameters.some(({ in: where, isRequired }) => where === 'body' && isRequired)
    ? {}
    : undefined;
  for (const [input, suffix, value] of valuesOf(operation, given, options)) {
    const converted = suffix.length === 0 ? convert(operation, input, value) : value;
    switch (input.in) {
      case 'path':
        path = path.replace(`{${input.parameterName}}`, () => encoded(converted, input));
        break;
      case 'query':
        for (const item of queryValues(converted, input)) query.append(input.parameterName, item);
        break;
      case 'header':
        headers[input.parameterName.toLowerCase()] = textOf(converted);
        break;
      case 'body':
        body = place(body, [...input.path, ...suffix], converted);
    }
  }
  if (body !== undefined) headers['content-type'] = 'application/json';
  const search = query.size > 0 ? `?${query}` : '';
  return {
    method: operation.method,
    url: `${options.baseUrl.replace(/\/$/, '')}${path}${search}`,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}

type InputValue = readonly [input: OperationInput, suffix: readonly string[], value: Json];

function valuesOf(operation: ConnectorOperation, given: JsonObject, options: RequestOptions): InputValue[] {
  return operationInputs(operation).flatMap((input): InputValue[] => {
    if (input.schema.isNotificationUrl && options.notificationUrl !== undefined) {
      return [[input, [], options.notificationUrl]];
    }
    const entries = Object.entries(given).filter(([key]) => isKeyOf(input, key));
    if (entries.length > 0) return entries.map(([key, value]) => [input, segments(key.slice(input.key.length)), value]);
    const isFilledIn = input.isRequired || input.schema.isInternal;
    const isInsideGiven = Object.keys(given).some((key) => input.key.startsWith(`${key}/`));
    return isFilledIn && !isInsideGiven && input.schema.default !== undefined
      ? [[input, [], input.schema.default]]
      : [];
  });
}

function segments(rest: string): string[] {
  return rest
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Text that spells the wanted type is converted, as the platform does; anything else of another type fails. */
function convert(operation: ConnectorOperation, input: OperationInput, value: Json): Json {
  const wanted = input.schema.type;
  if (fits(wanted, value)) return value;
  if (typeof value === 'string') {
    if (wanted === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
    if (wanted === 'integer' && /^[+-]?\d+$/.test(value)) return Number(value);
    if (wanted === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  }
  // Outside the body everything is text in the end.
  if (wanted === 'string' && input.in !== 'body' && typeof value !== 'object') return textOf(value);
  const expected = `${wanted?.charAt(0).toUpperCase() ?? ''}${wanted?.slice(1) ?? ''}`;
  throw invalid(
    operation,
    'OpenApiOperationParameterValidationFailed',
    `The API operation '${operation.operationId}' requires the property '${input.key}' to be of type '${expected}' but is of type '${typeName(value)}'.`,
  );
}

function fits(wanted: string | undefined, value: Json): boolean {
  switch (wanted) {
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return true;
  }
}

function encoded(value: Json, input: OperationInput): string {
  const once = encodeURIComponent(textOf(value));
  return input.schema.isDoublyEncoded ? encodeURIComponent(once) : once;
}

const separators: Readonly<Record<string, string>> = { csv: ',', ssv: ' ', tsv: '\t', pipes: '|' };

function queryValues(value: Json, input: OperationInput): string[] {
  if (!Array.isArray(value)) return [textOf(value)];
  const format = input.schema.collectionFormat ?? 'csv';
  const items = value.map(textOf);
  return format === 'multi' ? items : [items.join(separators[format] ?? ',')];
}

function place(body: Json | undefined, path: readonly string[], value: Json): Json {
  const [name, ...rest] = path;
  if (name === undefined) return isObject(body) && isObject(value) ? { ...value, ...body } : value;
  const parent = isObject(body) ? body : {};
  return { ...parent, [name]: place(parent[name], rest, value) };
}

function invalid(operation: ConnectorOperation, code: string, detail: string): ActionFailure {
  return new ActionFailure(
    code,
    `The 'inputs.parameters' of workflow operation '${operation.operationId}' of type 'OpenApiConnection' is not valid. Error details: ${detail}`,
  );
}
