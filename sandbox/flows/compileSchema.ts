import { Ajv, type ValidateFunction } from 'ajv';
import type { JsonObject } from './expression/json.ts';

/** A check by a schema that a maker wrote, of whichever draft it calls itself; throws when it is no JSON schema. */
export function compileSchema(schema: JsonObject): ValidateFunction {
  const { $schema: _, ...rules } = schema;
  return new Ajv({ strict: false, allErrors: true, validateFormats: false, logger: false }).compile(rules);
}

/** Why a value did not pass, in one line. */
export function refusalsOf({ errors }: ValidateFunction): string {
  return (errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message}`).join('; ');
}

/** What is wrong with such a schema, if anything. */
export function schemaFault(schema: JsonObject): string | undefined {
  try {
    compileSchema(schema);
    return undefined;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `The schema is not valid: ${error.message.replace(/^schema is invalid: /, '')}.`;
  }
}
