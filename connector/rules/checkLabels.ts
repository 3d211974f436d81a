import type { Schema } from '../../functions/runtime/schema.ts';
import { operationSchemas } from '../operationSchemas.ts';
import { type SchemaPlace, walkSchema } from '../walkSchema.ts';
import type { Rule } from './rule.ts';

/** The list that a place is in, whose items the designer loops over; empty outside of lists. */
const listOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('[]')));

const isShown = ({ schema, property }: SchemaPlace): boolean =>
  property !== undefined && schema['x-ms-visibility'] !== 'internal' && schema['x-ms-summary'] !== undefined;

/** The places that share a label within one list, or outside of all. */
const doubled = (schema: Schema): readonly (readonly SchemaPlace[])[] =>
  [
    ...Map.groupBy([...walkSchema(schema)].filter(isShown), (place) =>
      [listOf(place.path), place.schema['x-ms-summary']].join(' '),
    ).values(),
  ].filter((places) => places.length > 1);

/** Labels that tell the entries of dynamic content apart: makers see neither paths nor the objects around an entry. */
export const checkLabels: Rule = function* (operation) {
  for (const used of operationSchemas(operation)) {
    if (used.use === 'parameter' || used.use === 'body') continue;
    for (const [first, ...others] of doubled(used.schema)) {
      const place = `${operation.operationId}, ${used.use}${'status' in used ? ` ${used.status}` : ''} ${first?.path}`;
      const label = first?.schema['x-ms-summary'];
      const paths = others.map(({ path }) => path).join(', ');
      yield { place, message: `x-ms-summary "${label}" is that of ${paths} as well; say in each which one it is` };
    }
  }
};
