import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import ajvFormats from 'ajv-formats';
import type { FieldFault } from './problem.ts';
import type { Schema } from './schema.ts';

/** Checks a value, fills in the defaults of absent fields in place, and names every fault by the given root. */
export type Validate = (value: unknown) => readonly FieldFault[];

const vocabulary = [
  'x-ms-summary',
  'x-ms-visibility',
  'x-ms-dynamic-values',
  'x-ms-dynamic-list',
  'x-ms-notification-url',
];

// A wrong item in each of thousands would make an answer that nobody reads.
const mostFaults = 20;

const ajv = new Ajv({
  strict: true,
  allErrors: true,
  useDefaults: true,
  verbose: true,
  // Schemas are our own, held to their dialect by types and tests; to check and polish them would slow every cold start.
  validateSchema: false,
  meta: false,
  code: { optimize: false },
});
ajv.addVocabulary(vocabulary);
// The fast patterns are the ones without backtracking; the two dates are checked by the calendar all the same.
ajvFormats.default(ajv, {
  mode: 'fast',
  formats: ['uri', 'email', 'uuid', 'byte', 'int32', 'int64', 'float', 'double'],
});
ajv.addFormat('date', ajvFormats.default.get('date', 'full'));
ajv.addFormat('date-time', isDateTime);
ajv.addFormat('html', true);

const dateTime =
  /^(\d{4}-\d\d-\d\d)[T ](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/i;

/**
 * A time of RFC 3339 on a day that the calendar has. Leap seconds and offsets without minutes, which the format of
 * ajv-formats lets through, are left out: `Date` cannot read them, and handlers rely on it.
 */
function isDateTime(text: string): boolean {
  const day = dateTime.exec(text)?.[1];
  return day !== undefined && hasDay(day);
}

function hasDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  // February 30 is read as March 2.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** A validator of one schema, compiled on first use; `root` names the value itself, as in `body`. */
export function validatorOf(schema: Schema, root: string): Validate {
  return (value) => {
    const compiled = compiledOf(schema);
    if (compiled(value)) return [];
    return (compiled.errors ?? []).slice(0, mostFaults).map((error) => toFault(error, root));
  };
}

// Operations share schemas, and to compile one takes longer than to check thousands of values.
const compiledSchemas = new WeakMap<Schema, ValidateFunction>();

function compiledOf(schema: Schema): ValidateFunction {
  const known = compiledSchemas.get(schema);
  if (known) return known;
  // A value that is there needs no default for itself, and ajv refuses one that it would have to ignore.
  const compiled = ajv.compile({ ...closed(schema), default: undefined });
  compiledSchemas.set(schema, compiled);
  return compiled;
}

/** The same schema for ajv: objects take the fields they declare and no others. */
function closed(schema: Schema): object {
  if (schema.type === 'array') return { ...schema, items: closed(schema.items) };
  if (schema.type === 'object' && 'properties' in schema) {
    const properties = Object.entries(schema.properties).map(([name, property]) => [name, closed(property)] as const);
    return { ...schema, properties: Object.fromEntries(properties), additionalProperties: false };
  }
  return schema;
}

function toFault(error: ErrorObject, root: string): FieldFault {
  const { keyword, params } = error;
  const at = fieldAt(error.instancePath);
  if (keyword === 'required') return { field: joined(at, params.missingProperty), message: 'is required' };
  if (keyword === 'additionalProperties') {
    const field = joined(at, params.additionalProperty);
    return { field, message: `is not a field of this call; ${knownFields(error.parentSchema)}` };
  }
  return { field: at === '' || at.startsWith('[') ? `${root}${at}` : at, message: remedy(error) };
}

function knownFields(schema: ErrorObject['parentSchema']): string {
  const names = Object.keys(schema?.properties ?? {});
  return names.length === 0 ? 'it takes none' : `it takes ${names.join(', ')}`;
}

function remedy({ keyword, params, message, parentSchema }: ErrorObject): string {
  switch (keyword) {
    case 'type':
      return `must be ${typeWords[params.type] ?? params.type}`;
    case 'enum':
      return `must be one of ${params.allowedValues.join(', ')}`;
    case 'format':
      return `must be ${formatWords[params.format] ?? `in the format ${params.format}`}`;
    case 'pattern':
      return params.pattern === '\\S' ? 'must not be blank' : formWanted(parentSchema?.description);
    case 'minimum':
      return `must be at least ${params.limit}`;
    case 'maximum':
      return `must be at most ${params.limit}`;
    case 'minLength':
      return params.limit === 1 ? 'must not be empty' : `must have at least ${params.limit} characters`;
    case 'maxLength':
      return `must have at most ${params.limit} characters`;
    case 'minItems':
      return `must have at least ${params.limit} items`;
    case 'maxItems':
      return `must have at most ${params.limit} items`;
    default:
      return message ?? 'is not valid';
  }
}

/** Makers read no regular expressions; what a field is for says more. */
const formWanted = (description: unknown): string =>
  ['is not in a form that is taken here', ...(typeof description === 'string' ? [description] : [])].join(': ');

const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

const formatWords: Readonly<Record<string, string>> = {
  'date-time': 'a date and time with its offset, such as 2026-01-31T08:00:00Z',
  date: 'a date, such as 2026-01-31',
  uri: 'an absolute address, such as https://example.com/path',
  email: 'an email address',
  uuid: 'a GUID',
  byte: 'Base64',
  int32: 'a whole number of at most 32 bits',
  int64: 'a whole number of at most 64 bits',
};

/** `/users/2/name` as the caller wrote it: `users[2].name`. */
function fieldAt(instancePath: string): string {
  return instancePath
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, segment) => (/^\d+$/.test(segment) ? `${path}[${segment}]` : joined(path, segment)), '');
}

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
