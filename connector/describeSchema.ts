import type { Schema } from '../functions/runtime/schema.ts';
import { anchor, code, codeList, link } from './markdown.ts';

/** The heading under which a shared schema is described. */
export const shapeHeading = (title: string): string => `${title} (shape)`;

const range = (from: number | undefined, to: number | undefined, unit: string): string => {
  if (from !== undefined && to !== undefined) return `, ${from} to ${to}${unit}`;
  if (to !== undefined) return `, at most ${to}${unit}`;
  return from === undefined ? '' : `, at least ${from}${unit}`;
};

const describeString = (schema: Extract<Schema, { type: 'string' }>): string => {
  if (schema.enum !== undefined) return `one of ${codeList(schema.enum)}`;
  const kind = schema.format === undefined ? 'text' : `text (${schema.format})`;
  return kind + range(schema.minLength, schema.maxLength, ' characters');
};

const describeKind = (schema: Schema): string => {
  switch (schema.type) {
    case 'string':
      return describeString(schema);
    case 'integer':
      return `whole number${range(schema.minimum, schema.maximum, '')}`;
    case 'number':
      return `number${range(schema.minimum, schema.maximum, '')}`;
    case 'boolean':
      return '`true` or `false`';
    case 'array':
      return `list of ${describeType(schema.items)}${range(schema.minItems, schema.maxItems, ' items')}`;
    case 'object':
      return 'properties' in schema ? 'object' : 'object with any properties';
  }
};

/** A schema's type in a few words of Markdown; shared schemas are linked. */
export const describeType = (schema: Schema): string => {
  if (schema.title !== undefined) return link(schema.title, anchor(shapeHeading(schema.title)));
  const fallback = 'default' in schema && schema.default !== undefined ? `, else ${code(String(schema.default))}` : '';
  return describeKind(schema) + fallback;
};

/** The words beside a field: its label in the designer, and what it is. */
export const describeField = (schema: Schema): string => {
  const label = schema['x-ms-summary'] === undefined ? '' : `**${schema['x-ms-summary']}**. `;
  const hidden = schema['x-ms-visibility'] === 'internal' ? 'Filled in by the platform. ' : '';
  return `${label}${hidden}${schema.description ?? ''}`.trim();
};

/** Rows of name, type, presence and description; objects without a title are laid out in place. */
export const describeProperties = (schema: Schema, path = ''): readonly (readonly string[])[] => {
  if (schema.type === 'array' && schema.items.title === undefined) return describeProperties(schema.items, `${path}[]`);
  if (!('properties' in schema)) return [];
  return Object.entries(schema.properties).flatMap(([name, property]) => {
    const place = path === '' ? name : `${path}.${name}`;
    const presence = schema.required?.includes(name) ? 'yes' : '';
    const row = [code(place), describeType(property), presence, describeField(property)];
    return property.title === undefined ? [row, ...describeProperties(property, place)] : [row];
  });
};

/** All titled schemas within a schema, by title. */
export const sharedSchemas = (schema: Schema): readonly (readonly [string, Schema])[] => [
  ...(schema.title === undefined ? [] : [[schema.title, schema] as const]),
  ...(schema.type === 'array' ? sharedSchemas(schema.items) : []),
  ...('properties' in schema ? Object.values(schema.properties).flatMap(sharedSchemas) : []),
];
