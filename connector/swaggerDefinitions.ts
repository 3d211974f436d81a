import { isDeepStrictEqual } from 'node:util';
import type { Schema } from '../functions/runtime/schema.ts';
import type { PrintedSchema } from './printedParts.ts';

interface Definition {
  readonly schema: Schema;
  readonly printed: PrintedSchema;
  /** Where the title was met first. */
  readonly place: string;
}

/** The platform fills in a hidden value only where it is required and has a default. */
export const mustBeRequired = (schema: Schema): boolean =>
  schema['x-ms-visibility'] === 'internal' && 'default' in schema;

const printRequired = (properties: Readonly<Record<string, Schema>>, required: readonly string[]): PrintedSchema => {
  const names = Object.entries(properties)
    .filter(([name, property]) => required.includes(name) || mustBeRequired(property))
    .map(([name]) => name);
  return names.length > 0 ? { required: names } : {};
};

/** Prints schemas, and collects those with a title as definitions that the printed ones refer to. */
export class SwaggerDefinitions {
  readonly #definitions = new Map<string, Definition>();

  print(schema: Schema, place: string): PrintedSchema {
    if (schema.title === undefined) return this.#printInPlace(schema, place);
    const known = this.#definitions.get(schema.title);
    if (known === undefined) {
      this.#definitions.set(schema.title, { schema, place, printed: this.#printInPlace(schema, place) });
    } else if (!isDeepStrictEqual(known.schema, schema)) {
      throw new Error(
        `Two different schemas have the title "${schema.title}": one in ${known.place}, the other in ${place}. Share one schema, or give one of them another title.`,
      );
    }
    return { $ref: `#/definitions/${schema.title}` };
  }

  printAll(): Readonly<Record<string, PrintedSchema>> {
    return Object.fromEntries([...this.#definitions].map(([title, { printed }]) => [title, printed]));
  }

  #printInPlace({ title: _, ...schema }: Schema, place: string): PrintedSchema {
    if (schema.type === 'array') return { ...schema, items: this.print(schema.items, `${place}[]`) };
    if (!('properties' in schema)) return schema;
    const { required = [], properties, ...rest } = schema;
    return {
      ...rest,
      ...printRequired(properties, required),
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, this.print(property, `${place}.${name}`)]),
      ),
    };
  }
}
