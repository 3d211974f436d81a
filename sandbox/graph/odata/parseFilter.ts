import { badRequest, type GraphError } from '../graphError.ts';
import { type FilterToken, filterTokens } from './filterTokens.ts';

const comparisons = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const;
export type Comparison = (typeof comparisons)[number];

export type FilterLiteral =
  | { kind: 'null' }
  | { kind: 'string'; text: string }
  | { kind: 'enum'; text: string }
  | { kind: 'bare'; text: string };

export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; operand: Filter }
  | { kind: 'comparison'; property: string; comparison: Comparison; literal: FilterLiteral }
  | { kind: 'in'; property: string; literals: FilterLiteral[] }
  | { kind: 'any'; property: string; literal: FilterLiteral };

const deepestNesting = 100;

/**
 * Parses the part of OData's `$filter` that Graph documents for its security resources and for groups: comparisons of a
 * property with a literal, `in`, `any` of a list, `and`, `or`, `not (…)` and parentheses. Everything else is a 400.
 */
export function parseFilter(text: string): Filter {
  const reader = new TokenReader(filterTokens(text));
  const filter = parseOr(reader, 0);
  reader.expectEnd();
  return filter;
}

function parseOr(reader: TokenReader, depth: number): Filter {
  if (depth > deepestNesting) throw badRequest('Invalid filter clause: it is nested too deeply.');
  let left = parseAnd(reader, depth);
  while (reader.takeWord('or')) left = { kind: 'or', left, right: parseAnd(reader, depth) };
  return left;
}

function parseAnd(reader: TokenReader, depth: number): Filter {
  let left = parseTerm(reader, depth);
  while (reader.takeWord('and')) left = { kind: 'and', left, right: parseTerm(reader, depth) };
  return left;
}

function parseTerm(reader: TokenReader, depth: number): Filter {
  // `not` binds closer than a comparison in OData, so what it negates always stands in parentheses.
  if (reader.takeWord('not')) return { kind: 'not', operand: parseGroup(reader, depth) };
  return reader.at('(') ? parseGroup(reader, depth) : parseComparison(reader);
}

function parseGroup(reader: TokenReader, depth: number): Filter {
  reader.expect('(');
  const inner = parseOr(reader, depth + 1);
  reader.expect(')');
  return inner;
}

function parseComparison(reader: TokenReader): Filter {
  const property = reader.word('a property');
  if (property.endsWith('/any')) return parseAny(reader, property.slice(0, -'/any'.length));
  const operator = reader.word('an operator');
  if (operator === 'in') return { kind: 'in', property, literals: parseLiterals(reader) };
  const comparison = comparisons.find((known) => known === operator);
  if (!comparison) throw badRequest(`Invalid filter clause: the operator '${operator}' is not supported.`);
  return { kind: 'comparison', property, comparison, literal: parseLiteral(reader) };
}

/** `(item:item eq 'x')`: of a list of texts, there is nothing else to ask. */
function parseAny(reader: TokenReader, property: string): Filter {
  reader.expect('(');
  const [variable, subject, ...rest] = reader.word('a range variable').split(':');
  const operator = reader.word('an operator');
  if (!variable || subject !== variable || rest.length > 0 || operator !== 'eq')
    throw badRequest("Invalid filter clause: of a list, only any(x:x eq '…') is supported.");
  const literal = parseLiteral(reader);
  reader.expect(')');
  return { kind: 'any', property, literal };
}

function parseLiterals(reader: TokenReader): FilterLiteral[] {
  reader.expect('(');
  const literals = [parseLiteral(reader)];
  while (reader.at(',')) {
    reader.expect(',');
    literals.push(parseLiteral(reader));
  }
  reader.expect(')');
  return literals;
}

function parseLiteral(reader: TokenReader): FilterLiteral {
  const token = reader.next('a literal');
  if (token.kind === 'string' || token.kind === 'enum') return { kind: token.kind, text: token.text };
  if (token.kind === 'word') return token.text === 'null' ? { kind: 'null' } : { kind: 'bare', text: token.text };
  throw unexpected(token, 'a literal');
}

class TokenReader {
  readonly #tokens: readonly FilterToken[];
  #index = 0;

  constructor(tokens: readonly FilterToken[]) {
    this.#tokens = tokens;
  }

  at(punctuation: string): boolean {
    const token = this.#tokens[this.#index];
    return token?.kind === 'punctuation' && token.text === punctuation;
  }

  takeWord(word: string): boolean {
    const token = this.#tokens[this.#index];
    if (token?.kind !== 'word' || token.text !== word) return false;
    this.#index += 1;
    return true;
  }

  next(wanted: string): FilterToken {
    const token = this.#tokens[this.#index];
    if (!token) throw badRequest(`Invalid filter clause: it ends where ${wanted} was expected.`);
    this.#index += 1;
    return token;
  }

  word(wanted: string): string {
    const token = this.next(wanted);
    if (token.kind !== 'word') throw unexpected(token, wanted);
    return token.text;
  }

  expect(punctuation: string): void {
    const token = this.next(`'${punctuation}'`);
    if (token.kind !== 'punctuation' || token.text !== punctuation) throw unexpected(token, `'${punctuation}'`);
  }

  expectEnd(): void {
    const token = this.#tokens[this.#index];
    if (token) throw unexpected(token, 'the end');
  }
}

function unexpected(token: FilterToken, wanted: string): GraphError {
  return badRequest(
    `Invalid filter clause: found '${token.text}' at position ${token.position} where ${wanted} was expected.`,
  );
}
