import { type Fields, isFields } from '../bodyFields.ts';
import { badRequest, type GraphError } from '../graphError.ts';
import {
  type KqlComparison,
  type KqlCondition,
  type KqlLiteral,
  type KqlOperand,
  type KqlStep,
  parseKql,
} from './parseKql.ts';

export type ColumnType = 'DateTime' | 'String' | 'Int32' | 'Int64' | 'Dynamic';
export type Row = Readonly<Record<string, string | number | Fields | null>>;

export interface HuntingTable {
  columns: Readonly<Record<string, ColumnType>>;
  rows(): readonly Row[];
}

export interface HuntingResult {
  columns: Readonly<Record<string, ColumnType>>;
  rows: readonly Row[];
}

/** Runs a query over the tables; what it names and is not there is refused as the service does. */
export function runKql(query: string, tables: Readonly<Record<string, HuntingTable>>): HuntingResult {
  const { table: name, steps } = parseKql(query);
  const table = Object.hasOwn(tables, name) ? tables[name] : undefined;
  if (!table) throw unresolved('table', name);
  return steps.reduce(applied, { columns: table.columns, rows: table.rows() });
}

function applied({ columns, rows }: HuntingResult, step: KqlStep): HuntingResult {
  switch (step.kind) {
    case 'where': {
      const test = testOf(step.condition, columns);
      return { columns, rows: rows.filter(test) };
    }
    case 'project': {
      const kept = picked(columns, step.columns);
      return {
        columns: kept,
        rows: rows.map((row) => Object.fromEntries(step.columns.map((name) => [name, row[name] ?? null]))),
      };
    }
    case 'count':
      return counted({ columns, rows }, step);
    case 'order': {
      if (typeOf(step.column, columns) === 'Dynamic')
        throw badRequest(`Semantic error: cannot order by the column '${step.column}' of type Dynamic.`);
      const sign = step.direction === 'asc' ? 1 : -1;
      const key = (row: Row) => simple(row[step.column]);
      return { columns, rows: rows.toSorted((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)) };
    }
    case 'take':
      return { columns, rows: rows.slice(0, step.rows) };
  }
}

function counted({ columns, rows }: HuntingResult, { name, by }: Extract<KqlStep, { kind: 'count' }>): HuntingResult {
  const kept = picked(columns, by);
  const groups = new Map<string, { row: Row; count: number }>();
  for (const row of rows) {
    const group = Object.fromEntries(by.map((column) => [column, row[column] ?? null]));
    const key = JSON.stringify(group);
    groups.set(key, { row: group, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return {
    columns: { ...kept, [name]: 'Int64' },
    rows: [...groups.values()].map(({ row, count }) => ({ ...row, [name]: count })),
  };
}

function testOf(condition: KqlCondition, columns: HuntingResult['columns']): (row: Row) => boolean {
  switch (condition.kind) {
    case 'and': {
      const [left, right] = [testOf(condition.left, columns), testOf(condition.right, columns)];
      return (row) => left(row) && right(row);
    }
    case 'or': {
      const [left, right] = [testOf(condition.left, columns), testOf(condition.right, columns)];
      return (row) => left(row) || right(row);
    }
    case 'in':
    case 'in~': {
      const fold = condition.kind === 'in~' ? lower : same;
      const { operand, literals } = condition;
      const wanted = new Set(literals.map((literal) => fold(comparand(operand, literal, columns))));
      return (row) => wanted.has(fold(cellOf(operand, row)));
    }
    case 'comparison': {
      const { operand, comparison } = condition;
      const wanted = comparand(operand, condition.literal, columns);
      const compare = compared[comparison];
      return (row) => compare(cellOf(operand, row), wanted);
    }
  }
}

type Value = string | number;
const same = (value: Value): Value => value;
const lower = (value: Value): Value => String(value).toLowerCase();

const compared: Readonly<Record<KqlComparison, (found: Value, wanted: Value) => boolean>> = {
  '==': (found, wanted) => found === wanted,
  '!=': (found, wanted) => found !== wanted,
  '=~': (found, wanted) => lower(found) === lower(wanted),
  '!~': (found, wanted) => lower(found) !== lower(wanted),
  '>=': (found, wanted) => found >= wanted,
  '<=': (found, wanted) => found <= wanted,
  '>': (found, wanted) => found > wanted,
  '<': (found, wanted) => found < wanted,
  contains: (found, wanted) => String(lower(found)).includes(String(lower(wanted))),
  startswith: (found, wanted) => String(lower(found)).startsWith(String(lower(wanted))),
  endswith: (found, wanted) => String(lower(found)).endsWith(String(lower(wanted))),
  has: (found, wanted) =>
    String(lower(found))
      .split(/[^a-z0-9]+/)
      .includes(String(lower(wanted))),
};

/** What is nothing counts as the empty text. */
const simple = (value: unknown): Value => (typeof value === 'string' || typeof value === 'number' ? value : '');

function cellOf({ column, path, cast }: KqlOperand, row: Row): Value {
  const found = path.reduce<unknown>((value, name) => (isFields(value) ? value[name] : undefined), row[column]);
  if (cast === 'none') return simple(found);
  return isFields(found) || Array.isArray(found) ? JSON.stringify(found) : String(found ?? '');
}

/** Times are kept as texts that sort as they do. */
function comparand(operand: KqlOperand, literal: KqlLiteral, columns: HuntingResult['columns']): Value {
  const type = operandType(operand, columns);
  if (type === 'DateTime' && literal.kind === 'datetime') return new Date(literal.ms).toISOString();
  if (type === 'String' && literal.kind === 'string') return literal.text;
  if ((type === 'Int32' || type === 'Int64') && literal.kind === 'number') return literal.value;
  const { column } = operand;
  throw badRequest(`Semantic error: cannot compare values of types ${type} and ${literal.kind} in column '${column}'.`);
}

function operandType({ column, path, cast }: KqlOperand, columns: HuntingResult['columns']): ColumnType {
  const type = typeOf(column, columns);
  if (path.length > 0 && type !== 'Dynamic')
    throw badRequest(`Semantic error: the column '${column}' of type ${type} has no properties.`);
  return cast === 'tostring' ? 'String' : type;
}

function picked(columns: HuntingResult['columns'], names: readonly string[]): HuntingResult['columns'] {
  return Object.fromEntries(names.map((name) => [name, typeOf(name, columns)]));
}

function typeOf(name: string, columns: HuntingResult['columns']): ColumnType {
  const type = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (!type) throw unresolved('column', name);
  return type;
}

function unresolved(what: 'table' | 'column', name: string): GraphError {
  return badRequest(`Semantic error: failed to resolve ${what} expression named '${name}'.`);
}
