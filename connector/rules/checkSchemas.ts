import type { Operation } from '../../functions/runtime/operation.ts';
import type { Schema } from '../../functions/runtime/schema.ts';
import { operationSchemas } from '../operationSchemas.ts';
import { walkSchema } from '../walkSchema.ts';
import type { Fault, Rule } from './rule.ts';

const matchesType = (schema: Schema, value: unknown): boolean => {
  if (schema.type === 'integer') return Number.isInteger(value);
  return typeof value === schema.type;
};

function* checkSchema(place: string, schema: Schema): Generator<Fault> {
  if (schema.title !== undefined && !/^[A-Z][A-Za-z0-9]*$/.test(schema.title)) {
    yield { place, message: `the title "${schema.title}" names a definition; write it in PascalCase` };
  }
  if ('enum' in schema && schema.enum?.length === 0) {
    yield { place, message: 'enum is empty; list the values or leave it out' };
  }
  if ('default' in schema) {
    const isListed = !('enum' in schema) || schema.enum?.includes(schema.default ?? '');
    if (!matchesType(schema, schema.default) || !isListed) {
      yield {
        place,
        message: `the default ${JSON.stringify(schema.default)} does not fit the schema; give one that does`,
      };
    }
  }
  if (!('properties' in schema)) return;
  if (schema.required?.length === 0) yield { place, message: 'required is empty; leave it out' };
  for (const name of schema.required ?? []) {
    if (schema.properties[name] !== undefined) continue;
    yield { place, message: `required names ${name}, which is no property; declare it or take it out` };
  }
}

function* checkResponses({ operationId: place, responses, trigger }: Operation<never>): Generator<Fault> {
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  if (successes.length === 0) yield { place, message: 'no success reply is declared; declare one between 200 and 299' };
  const hasOutput = successes.some(
    ([status, { schema }]) => schema !== undefined || status === '204' || status === '202',
  );
  if (successes.length > 0 && !hasOutput && trigger?.mode !== 'webhook') {
    yield { place, message: 'the success reply has no schema; describe its body, or answer 204' };
  }
}

/** What the definition's schema leaves open: required, defaults, enums, titles and replies that fit together. */
export const checkSchemas: Rule = function* (operation) {
  for (const used of operationSchemas(operation)) {
    const where = 'status' in used ? `reply ${used.status}` : used.use;
    for (const { path, schema } of walkSchema(used.schema, 'name' in used ? used.name : '')) {
      yield* checkSchema([`${operation.operationId}, ${where}`, path].filter((part) => part !== '').join(' '), schema);
    }
  }
  yield* checkResponses(operation);
};
