import { badRequest, type GraphError } from '../graphError.ts';
import type { Comparison, Filter, FilterLiteral } from './parseFilter.ts';

/** What a property may be compared with; enum members stand in the order of their values. */
export type FilterableProperty =
  | { type: 'string' }
  | { type: 'strings' }
  | { type: 'dateTime' }
  | { type: 'enum'; members: readonly string[] };

export type RecordTest = (record: Readonly<Record<string, unknown>>) => boolean;

type Comparable = string | number;
type Operand = Comparable | null;

/** Turns a parsed filter into a test of one record; a property that is not listed, or a wrong literal, is a 400. */
export function compileFilter(filter: Filter, properties: Readonly<Record<string, FilterableProperty>>): RecordTest {
  switch (filter.kind) {
    case 'and': {
      const [left, right] = [compileFilter(filter.left, properties), compileFilter(filter.right, properties)];
      return (record) => left(record) && right(record);
    }
    case 'or': {
      const [left, right] = [compileFilter(filter.left, properties), compileFilter(filter.right, properties)];
      return (record) => left(record) || right(record);
    }
    case 'not': {
      const operand = compileFilter(filter.operand, properties);
      return (record) => !operand(record);
    }
    case 'comparison': {
      const { property, comparison } = filter;
      const type = filterable(property, properties);
      const wanted = operandOf(property, type, filter.literal);
      return (record) => compare(storedOperand(type, record[property]), comparison, wanted);
    }
    case 'any': {
      const { property, literal } = filter;
      const type = filterable(property, properties);
      if (type.type !== 'strings' || literal.kind !== 'string') throw incompatible(property, `a list of ${type.type}`);
      return (record) => [record[property]].flat().includes(literal.text);
    }
    case 'in': {
      const { property } = filter;
      const type = filterable(property, properties);
      const wanted = new Set(filter.literals.map((literal) => operandOf(property, type, literal)));
      return (record) => wanted.has(storedOperand(type, record[property]));
    }
  }
}

function filterable(property: string, properties: Readonly<Record<string, FilterableProperty>>): FilterableProperty {
  const type = Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (!type) throw badRequest(`Invalid filter clause: '${property}' is not a property that can be filtered on.`);
  return type;
}

function operandOf(property: string, type: FilterableProperty, literal: FilterLiteral): Operand {
  if (literal.kind === 'null') return null;
  switch (type.type) {
    case 'strings':
      throw incompatible(property, 'Collection(Edm.String)');
    case 'string':
      if (literal.kind !== 'string') throw incompatible(property, 'Edm.String');
      return literal.text;
    case 'dateTime': {
      const instant = literal.kind === 'bare' ? comparableInstant(literal.text) : undefined;
      if (instant === undefined) throw incompatible(property, 'Edm.DateTimeOffset');
      return instant;
    }
    case 'enum': {
      const rank = literal.kind === 'bare' ? -1 : type.members.indexOf(literal.text);
      if (rank < 0)
        throw badRequest(`Invalid filter clause: '${literal.text}' is not a valid member for '${property}'.`);
      return rank;
    }
  }
}

function storedOperand(type: FilterableProperty, value: unknown): Operand {
  if (typeof value !== 'string') return null;
  if (type.type === 'string') return value;
  if (type.type === 'dateTime') return storedInstant(value);
  if (type.type === 'strings') return null;
  const rank = type.members.indexOf(value);
  return rank < 0 ? null : rank;
}

function storedInstant(value: string): Operand {
  // The form in which the sandbox writes times is comparable as it is; one page may look at thousands of them.
  const isCanonical = value.length === 28 && value[10] === 'T' && value[19] === '.' && value[27] === 'Z';
  return isCanonical ? value.slice(0, 27) : (comparableInstant(value) ?? null);
}

function compare(stored: Operand, comparison: Comparison, wanted: Operand): boolean {
  if (comparison === 'eq') return stored === wanted;
  if (comparison === 'ne') return stored !== wanted;
  // A null is neither before nor after anything.
  if (stored === null || wanted === null) return false;
  switch (comparison) {
    case 'gt':
      return stored > wanted;
    case 'ge':
      return stored >= wanted;
    case 'lt':
      return stored < wanted;
    case 'le':
      return stored <= wanted;
  }
}

const instantPattern = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?(Z|[+-]\d\d:\d\d)$/;

/** A text that sorts as the instant does, to the last of Graph's seven digits, where `Date` would round. */
export function comparableInstant(text: string): string | undefined {
  const parts = instantPattern.exec(text);
  if (!parts) return undefined;
  const [, minutes = '', seconds = '00', fraction = '', zone = 'Z'] = parts;
  const atMs = Date.parse(`${minutes}:${seconds}${zone}`);
  if (Number.isNaN(atMs)) return undefined;
  const whole = zone === 'Z' ? `${minutes}:${seconds}` : new Date(atMs).toISOString().slice(0, 19);
  return `${whole}.${fraction.padEnd(7, '0')}`;
}

function incompatible(property: string, type: string): GraphError {
  return badRequest(
    `Invalid filter clause: a binary operator with incompatible types was detected. '${property}' is ${type}.`,
  );
}
