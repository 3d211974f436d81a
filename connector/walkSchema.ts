import type { Schema } from '../functions/runtime/schema.ts';

export interface SchemaPlace {
  /** As the designer and the router write it: `users[].name`; empty for the schema itself. */
  readonly path: string;
  readonly schema: Schema;
  /** Set on the properties of an object: whether it and every object around it are required. */
  readonly property?: { readonly required: boolean };
}

/** The schema itself and everything within it, outermost first. */
export function* walkSchema(schema: Schema, path = '', requiredAbove = true): Generator<SchemaPlace> {
  yield { path, schema };
  yield* within(schema, path, requiredAbove);
}

function* within(schema: Schema, path: string, requiredAbove: boolean): Generator<SchemaPlace> {
  if (schema.type === 'array') yield* walkSchema(schema.items, `${path}[]`, false);
  if (!('properties' in schema)) return;
  for (const [name, property] of Object.entries(schema.properties)) {
    const place = path === '' ? name : `${path}.${name}`;
    const required = requiredAbove && (schema.required ?? []).includes(name);
    yield { path: place, schema: property, property: { required } };
    yield* within(property, place, required);
  }
}

/** The schema at a path such as `value` or `owner/id`, as dynamic values write it. */
export const schemaAt = (schema: Schema | undefined, path: string): Schema | undefined =>
  path
    .split('/')
    .filter((name) => name !== '')
    .reduce<Schema | undefined>(
      (at, name) => (at !== undefined && 'properties' in at ? at.properties[name] : undefined),
      schema,
    );
