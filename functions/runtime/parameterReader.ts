import type { HttpRequest } from '@azure/functions';
import type { Parameter, Parameters } from './operation.ts';
import type { FieldFault } from './problem.ts';
import type { Schema } from './schema.ts';
import { type Validate, validatorOf } from './validator.ts';

type Request = Pick<HttpRequest, 'query' | 'params' | 'headers'>;

export interface ReadParameters {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: readonly FieldFault[];
}

/** Reads an operation's path, query and header parameters: texts become what the schema declares, then are checked. */
export function parameterReader(parameters: Parameters): (request: Request) => ReadParameters {
  const readers = Object.entries(parameters).map(([name, parameter]) => reader(name, parameter));
  const queryNames = Object.keys(parameters).filter((name) => parameters[name]?.in === 'query');
  return (request) => {
    const results = readers.map((read) => read(request));
    const values = results.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
    const faults = results.flatMap((result) => result.faults);
    return { values: Object.fromEntries(values), faults: [...faults, ...unknownQueryFaults(request, queryNames)] };
  };
}

interface ReadParameter {
  readonly name: string;
  readonly value?: unknown;
  readonly faults: readonly FieldFault[];
}

function reader(name: string, parameter: Parameter): (request: Request) => ReadParameter {
  const { in: location, required, ...schema } = { required: parameter.in === 'path', ...parameter };
  const field = `${location}.${name}`;
  const validate: Validate = validatorOf(schema, field);
  return (request) => {
    const texts = textsOf(request, name, location);
    if (texts.length > 1 && schema.type !== 'array') {
      return { name, faults: [{ field, message: 'must be given once' }] };
    }
    const text = texts.join(',');
    // Power Automate writes a parameter whose dynamic value turned out null as an empty one.
    if (text === '') {
      if (required) return { name, faults: [{ field, message: 'is required' }] };
      return { name, faults: [], ...('default' in schema && { value: schema.default }) };
    }
    const value = fromText(text, schema);
    return { name, value, faults: validate(value) };
  };
}

function textsOf({ query, params, headers }: Request, name: string, location: Parameter['in']): readonly string[] {
  if (location === 'query') return query.getAll(name);
  const text = location === 'path' ? params[name] : headers.get(name);
  return typeof text === 'string' ? [text] : [];
}

/** A text that does not read as the declared type stays a text, so that the validator names the fault. */
function fromText(text: string, schema: Schema): unknown {
  switch (schema.type) {
    case 'integer':
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
    case 'boolean': {
      // Expressions of Power Automate write booleans as True and False.
      const lower = text.toLowerCase();
      return lower === 'true' || lower === 'false' ? lower === 'true' : text;
    }
    case 'array':
      return text.split(',').map((item) => fromText(item.trim(), schema.items));
    default:
      return text;
  }
}

function unknownQueryFaults({ query }: Request, known: readonly string[]): FieldFault[] {
  const takes = known.length === 0 ? 'it takes none' : `it takes ${known.join(', ')}`;
  return [...new Set(query.keys())]
    .filter((name) => !known.includes(name))
    .slice(0, 20)
    .map((name) => ({ field: `query.${name}`, message: `is not a query parameter of this call; ${takes}` }));
}
