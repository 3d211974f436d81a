/** A node of an OpenAPI 2.0 document, as far as compatibility asks about it. */
export interface Node {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly 'x-ms-visibility'?: string;
}

interface SwaggerParameter extends Omit<Node, 'required'> {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Node;
}

interface SwaggerOperation {
  readonly operationId: string;
  readonly parameters?: readonly SwaggerParameter[];
  readonly responses: Readonly<Record<string, { readonly schema?: Node }>>;
  readonly 'x-ms-trigger'?: string;
}

/** The parts of a connector's definition that flows depend on. */
export interface Definition {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly definitions?: Readonly<Record<string, Node>>;
}

export interface Field {
  readonly node: Node;
  readonly isRequired: boolean;
}
export type Fields = ReadonlyMap<string, Field>;

/** An operation of a definition, its inputs and outputs laid out by their paths: `query top`, `body/users[]`, `output/value[]/title`. */
export interface PlacedOperation {
  readonly address: string;
  readonly operation: SwaggerOperation;
  readonly inputs: Fields;
  readonly outputs: Fields;
}

const methods = ['get', 'put', 'post', 'patch', 'delete'];

function* fieldsOf(node: Node, definition: Definition, path: string, isRequired: boolean): Generator<[string, Field]> {
  const found = node.$ref === undefined ? node : definition.definitions?.[node.$ref.replace('#/definitions/', '')];
  if (found === undefined) throw new Error(`${node.$ref} is not in the definition.`);
  yield [path, { node: found, isRequired }];
  if (found.items !== undefined) yield* fieldsOf(found.items, definition, `${path}[]`, false);
  for (const [name, property] of Object.entries(found.properties ?? {})) {
    yield* fieldsOf(property, definition, `${path}/${name}`, found.required?.includes(name) ?? false);
  }
}

const inputsOf = ({ parameters = [] }: SwaggerOperation, definition: Definition): Fields =>
  new Map(
    parameters.flatMap(({ name, in: place, required = false, schema, ...node }) => [
      ...fieldsOf(schema ?? node, definition, place === 'body' ? 'body' : `${place} ${name}`, required),
    ]),
  );

const outputsOf = (
  { responses, 'x-ms-trigger': trigger }: SwaggerOperation,
  notification: Node | undefined,
  definition: Definition,
): Fields => {
  const success = Object.entries(responses).find(([status, { schema }]) => status.startsWith('2') && schema);
  const schema = trigger === 'single' ? notification : success?.[1].schema;
  return new Map(schema === undefined ? [] : fieldsOf(schema, definition, 'output', true));
};

/** The operations of a definition by operation id. */
export const placedOperations = (definition: Definition): ReadonlyMap<string, PlacedOperation> => {
  const operations = new Map<string, PlacedOperation>();
  for (const [path, item] of Object.entries(definition.paths)) {
    const notification = item['x-ms-notification-content'] as { readonly schema?: Node } | undefined;
    for (const method of methods) {
      if (item[method] === undefined) continue;
      const operation = item[method] as SwaggerOperation;
      operations.set(operation.operationId, {
        address: `${method.toUpperCase()} ${path}`,
        operation,
        inputs: inputsOf(operation, definition),
        outputs: outputsOf(operation, notification?.schema, definition),
      });
    }
  }
  return operations;
};
