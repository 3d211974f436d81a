import { badRequest, type GraphError } from '../graphError.ts';
import { type KqlToken, kqlTokens } from './kqlTokens.ts';

export type KqlLiteral =
  | { kind: 'string'; text: string }
  | { kind: 'number'; value: number }
  | { kind: 'datetime'; ms: number };

const comparisons = [
  '==',
  '!=',
  '=~',
  '!~',
  '>=',
  '<=',
  '>',
  '<',
  'contains',
  'startswith',
  'endswith',
  'has',
] as const;
export type KqlComparison = (typeof comparisons)[number];

/** A column, or what a path leads to within a dynamic one; `tostring()` makes a text of it. */
export interface KqlOperand {
  column: string;
  path: string[];
  cast: 'none' | 'tostring';
}

export type KqlCondition =
  | { kind: 'and' | 'or'; left: KqlCondition; right: KqlCondition }
  | { kind: 'comparison'; operand: KqlOperand; comparison: KqlComparison; literal: KqlLiteral }
  | { kind: 'in' | 'in~'; operand: KqlOperand; literals: KqlLiteral[] };

export type KqlStep =
  | { kind: 'where'; condition: KqlCondition }
  | { kind: 'project'; columns: string[] }
  | { kind: 'count'; name: string; by: string[] }
  | { kind: 'order'; column: string; direction: 'asc' | 'desc' }
  | { kind: 'take'; rows: number };

export interface KqlQuery {
  table: string;
  steps: KqlStep[];
}

/** Parses the part of Kusto Query Language that reads one table: where, project, summarize count(), order by, take. */
export function parseKql(query: string): KqlQuery {
  const tokens = kqlTokens(query);
  let at = 0;
  const peek = (): KqlToken | undefined => tokens[at];
  const is = (text: string): boolean => {
    const token = peek();
    return (token?.kind === 'word' || token?.kind === 'sign') && token.text === text;
  };
  const fault = (expected: string): GraphError => badRequest(`Syntax error: expected ${expected} at token ${at + 1}.`);
  const skip = (text: string): void => {
    if (!is(text)) throw fault(`'${text}'`);
    at += 1;
  };
  const word = (what: string): string => {
    const token = peek();
    if (token?.kind !== 'word') throw fault(what);
    at += 1;
    return token.text;
  };
  const literal = (): KqlLiteral => {
    const token = peek();
    if (token === undefined || token.kind === 'word' || token.kind === 'sign') throw fault('a literal');
    at += 1;
    return token;
  };
  const list = <T>(item: () => T): T[] => {
    const items = [item()];
    while (is(',')) {
      at += 1;
      items.push(item());
    }
    return items;
  };
  const bracketed = <T>(inner: () => T): T => {
    skip('(');
    const value = inner();
    skip(')');
    return value;
  };

  const value = (): KqlOperand => {
    const column = word('a column');
    const path: string[] = [];
    while (is('.')) {
      at += 1;
      path.push(word('a property'));
    }
    return { column, path, cast: 'none' };
  };
  const operand = (): KqlOperand => {
    if (!is('tostring')) return value();
    at += 1;
    return { ...bracketed(value), cast: 'tostring' };
  };

  const either = (): KqlCondition => joined('or', () => joined('and', single));
  const joined = (kind: 'and' | 'or', operand: () => KqlCondition): KqlCondition => {
    let left = operand();
    while (is(kind)) {
      at += 1;
      left = { kind, left, right: operand() };
    }
    return left;
  };
  const single = (): KqlCondition => {
    if (is('(')) return bracketed(either);
    const left = operand();
    if (is('in') || is('in~')) {
      const kind = word('in') === 'in' ? 'in' : 'in~';
      return { kind, operand: left, literals: bracketed(() => list(literal)) };
    }
    const comparison = comparisons.find(is);
    if (comparison === undefined) throw fault('a comparison');
    at += 1;
    return { kind: 'comparison', operand: left, comparison, literal: literal() };
  };

  const step = (): KqlStep => {
    const operator = word('an operator');
    switch (operator) {
      case 'where':
        return { kind: 'where', condition: either() };
      case 'project':
        return { kind: 'project', columns: list(() => word('a column')) };
      case 'summarize': {
        const name = word('a name');
        skip('=');
        skip('count');
        bracketed(() => undefined);
        skip('by');
        return { kind: 'count', name, by: list(() => word('a column')) };
      }
      case 'order':
      case 'sort': {
        skip('by');
        const column = word('a column');
        const direction = is('asc') ? 'asc' : 'desc';
        if (is('asc') || is('desc')) at += 1;
        return { kind: 'order', column, direction };
      }
      case 'take':
      case 'limit': {
        const rows = literal();
        if (rows.kind !== 'number') throw fault('a number');
        return { kind: 'take', rows: rows.value };
      }
      default:
        throw badRequest(`Syntax error: the operator '${operator}' is not supported here.`);
    }
  };

  const table = word('a table');
  const steps: KqlStep[] = [];
  while (peek() !== undefined) {
    skip('|');
    steps.push(step());
  }
  return { table, steps };
}
