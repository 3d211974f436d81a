import type { Role } from '../../functions/runtime/caller.ts';

/** Stands in the place of a part that the definition keeps once for all. */
interface Reference {
  readonly $ref: string;
}

/** A node of an OpenAPI 2.0 document, as far as compatibility asks about it. */
export interface Node {
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
  readonly collectionFormat?: string;
  readonly items?: Node | Reference;
  readonly properties?: Readonly<Record<string, Node | Reference>>;
  readonly required?: readonly string[];
  readonly 'x-ms-visibility'?: string;
}

interface SwaggerParameter extends Omit<Node, 'required'> {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Node | Reference;
}

interface SwaggerResponse {
  readonly schema?: Node | Reference;
}

interface SwaggerOperation {
  readonly operationId: string;
  readonly parameters?: readonly (SwaggerParameter | Reference)[];
  readonly responses: Readonly<Record<string, SwaggerResponse | Reference>>;
  readonly 'x-ms-trigger'?: string;
  readonly 'x-ms-pageable'?: { readonly nextLinkName: string };
  readonly 'x-required-role'?: Role;
}

/** The parts of a connector's definition that flows depend on. */
export interface Definition {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly parameters?: Readonly<Record<string, SwaggerParameter>>;
  readonly responses?: Readonly<Record<string, SwaggerResponse>>;
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

const isReference = (part: object): part is Reference => '$ref' in part;

/** A part itself, wherever the definition keeps it. */
const resolve = <P extends object>(part: P | Reference, shared: Readonly<Record<string, P>> = {}): P => {
  if (!isReference(part)) return part;
  const found = shared[part.$ref.split('/').at(-1) ?? ''];
  if (found === undefined) throw new Error(`${part.$ref} is not in the definition.`);
  return found;
};

function* fieldsOf(
  node: Node | Reference,
  definition: Definition,
  path: string,
  isRequired: boolean,
): Generator<[string, Field]> {
  const found = resolve(node, definition.definitions);
  yield [path, { node: found, isRequired }];
  if (found.items !== undefined) yield* fieldsOf(found.items, definition, `${path}[]`, false);
  for (const [name, property] of Object.entries(found.properties ?? {})) {
    yield* fieldsOf(property, definition, `${path}/${name}`, found.required?.includes(name) ?? false);
  }
}

const inputsOf = ({ parameters = [] }: SwaggerOperation, definition: Definition): Fields =>
  new Map(
    parameters.flatMap((parameter) => {
      const { name, in: place, required = false, schema, ...node } = resolve(parameter, definition.parameters);
      return [...fieldsOf(schema ?? node, definition, place === 'body' ? 'body' : `${place} ${name}`, required)];
    }),
  );

const outputsOf = (
  { responses, 'x-ms-trigger': trigger }: SwaggerOperation,
  notification: Node | Reference | undefined,
  definition: Definition,
): Fields => {
  const successes = Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, response]) => resolve(response, definition.responses).schema ?? []);
  const schema = trigger === 'single' ? notification : successes[0];
  return new Map(schema === undefined ? [] : fieldsOf(schema, definition, 'output', true));
};

/** The operations of a definition by operation id. */
export const placedOperations = (definition: Definition): ReadonlyMap<string, PlacedOperation> => {
  const operations = new Map<string, PlacedOperation>();
  for (const [path, item] of Object.entries(definition.paths)) {
    const notification = item['x-ms-notification-content'] as { readonly schema?: Node | Reference } | undefined;
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
