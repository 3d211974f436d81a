import { isObject, type Json, type JsonObject } from './expression/json.ts';

/** One operation of the connector, with everything that a flow's flattened parameters need. */
export interface ConnectorOperation {
  readonly operationId: string;
  readonly method: string;
  /** The path below the host, base path included. */
  readonly path: string;
  readonly isTrigger: boolean;
  readonly parameters: readonly OperationParameter[];
  readonly hasNotificationContent: boolean;
  /** The property of the answer that leads to the next page, where the operation pages. */
  readonly nextLinkName?: string;
}

export interface OperationParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'body';
  readonly isRequired: boolean;
  readonly schema: ParameterSchema;
}

/** The part of a swagger schema (or of a parameter that is its own schema) that a request is built by. */
export interface ParameterSchema {
  readonly type?: string;
  readonly default?: Json;
  readonly isInternal: boolean;
  readonly isNotificationUrl: boolean;
  readonly isDoublyEncoded: boolean;
  readonly collectionFormat?: string;
  readonly required: readonly string[];
  readonly properties?: Readonly<Record<string, ParameterSchema>>;
}

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

/** Reads a connector's swagger (OpenAPI 2.0) into its operations by operation id. */
export function connectorOperations(swagger: JsonObject): Map<string, ConnectorOperation> {
  const basePath = text(swagger.basePath) ?? '';
  const operations = new Map<string, ConnectorOperation>();
  for (const [path, item] of Object.entries(asObject(swagger.paths))) {
    const pathItem = asObject(item);
    for (const method of methods) {
      const source = pathItem[method];
      if (!isObject(source)) continue;
      const operationId = text(source.operationId);
      if (!operationId) continue;
      operations.set(operationId, {
        operationId,
        method: method.toUpperCase(),
        path: `${basePath.replace(/\/$/, '')}${path}`,
        isTrigger: source['x-ms-trigger'] !== undefined,
        hasNotificationContent: pathItem['x-ms-notification-content'] !== undefined,
        ...pageableOf(source),
        parameters: readParameters(swagger, [...asArray(pathItem.parameters), ...asArray(source.parameters)]),
      });
    }
  }
  return operations;
}

function pageableOf(source: JsonObject): { nextLinkName?: string } {
  const nextLinkName = text(asObject(source['x-ms-pageable']).nextLinkName);
  return nextLinkName === undefined ? {} : { nextLinkName };
}

/** An operation's own parameter replaces the path's one of the same name and place. */
function readParameters(swagger: JsonObject, sources: Json[]): OperationParameter[] {
  const parameters = new Map<string, OperationParameter>();
  for (const source of sources) {
    const parameter = resolve(swagger, source);
    const name = text(parameter.name) ?? '';
    const place = placeOf(parameter.in);
    if (!place) {
      throw new Error(
        `Parameter '${name}' is in '${String(parameter.in)}'; only path, query, header and body are supported.`,
      );
    }
    parameters.set(`${place} ${name}`, {
      name,
      in: place,
      isRequired: parameter.required === true,
      schema: readSchema(swagger, place === 'body' ? asObject(parameter.schema) : parameter, []),
    });
  }
  return [...parameters.values()];
}

function readSchema(swagger: JsonObject, source: JsonObject, seen: readonly JsonObject[]): ParameterSchema {
  const schema = resolve(swagger, source);
  const type = text(schema.type);
  const format = text(schema.collectionFormat);
  // A schema that holds itself is read once; below that the flow gives the value whole.
  const properties = isObject(schema.properties) && !seen.includes(schema) ? schema.properties : undefined;
  return {
    ...(type === undefined ? {} : { type }),
    ...(schema.default === undefined ? {} : { default: schema.default }),
    ...(format === undefined ? {} : { collectionFormat: format }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [
          name,
          readSchema(swagger, asObject(property), [...seen, schema]),
        ]),
      ),
    }),
    isInternal: schema['x-ms-visibility'] === 'internal',
    isNotificationUrl: schema['x-ms-notification-url'] === true,
    isDoublyEncoded: schema['x-ms-url-encoding'] === 'double',
    required: Array.isArray(schema.required) ? schema.required.flatMap((name) => text(name) ?? []) : [],
  };
}

function resolve(swagger: JsonObject, source: Json): JsonObject {
  const object = asObject(source);
  const reference = text(object.$ref);
  if (reference === undefined) return object;
  let target: Json | undefined = swagger;
  for (const segment of reference.replace(/^#\//, '').split('/')) {
    target = asObject(target)[segment.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  if (!isObject(target)) throw new Error(`The swagger refers to '${reference}', which it does not define.`);
  return resolve(swagger, target);
}

function placeOf(value: Json | undefined): OperationParameter['in'] | undefined {
  return value === 'path' || value === 'query' || value === 'header' || value === 'body' ? value : undefined;
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function asArray(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
