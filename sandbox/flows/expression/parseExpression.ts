import type { Json } from './json.ts';
import { scanExpression, type Token, type TokenKind } from './scanExpression.ts';
import { TemplateError } from './templateError.ts';

export interface Literal {
  readonly kind: 'literal';
  readonly value: Json;
  /** Set on a number that was written with a point or an exponent: `div` then keeps the fraction. */
  readonly isFloat?: true;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
}

export interface Selection {
  readonly kind: 'selection';
  readonly target: Expression;
  readonly key: Expression;
  /** Written with `?`: a null target gives null instead of failing. */
  readonly isSafe: boolean;
  /** The expression up to here, for error messages. */
  readonly text: string;
}

export type Expression = Literal | Call | Selection;

const keywords = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Parses one expression (without its `@`); throws a `TemplateError` that names what was expected. */
export function parseExpression(text: string): Expression {
  const tokens = scanExpression(text);
  let position = 0;

  function current(): Token {
    const token = tokens[position];
    if (!token) throw new TemplateError(`Unable to parse template language expression '${text}'.`);
    return token;
  }

  function accept(kind: TokenKind): Token | undefined {
    const token = current();
    if (token.kind !== kind) return undefined;
    if (kind !== 'EndOfData') position += 1;
    return token;
  }

  function expect(kind: TokenKind): Token {
    const token = accept(kind);
    if (token) return token;
    throw new TemplateError(
      `Unable to parse template language expression '${text}': expected token '${kind}' and actual '${current().kind}'.`,
    );
  }

  function parseOperand(): Expression {
    const string = accept('StringLiteral');
    if (string) return { kind: 'literal', value: string.text };
    const integer = accept('IntegerLiteral');
    if (integer) return { kind: 'literal', value: Number(integer.text) };
    const float = accept('FloatLiteral');
    if (float) return { kind: 'literal', value: Number(float.text), isFloat: true };

    const identifier = expect('Identifier');
    const keyword = keywords.get(identifier.text.toLowerCase());
    if (keyword !== undefined && current().kind !== 'LeftParenthesis') return { kind: 'literal', value: keyword };
    return parseSelections({ kind: 'call', name: identifier.text, arguments: parseArguments() }, identifier.start);
  }

  function parseArguments(): Expression[] {
    expect('LeftParenthesis');
    const parsed: Expression[] = [];
    if (accept('RightParenthesis')) return parsed;
    do parsed.push(parseOperand());
    while (accept('Comma'));
    expect('RightParenthesis');
    return parsed;
  }

  function parseSelections(call: Call, start: number): Expression {
    let target: Expression = call;
    for (;;) {
      const isSafe = accept('QuestionMark') !== undefined;
      let key: Expression;
      let end: number;
      if (accept('Dot')) {
        const name = expect('Identifier');
        key = { kind: 'literal', value: name.text };
        end = name.end;
      } else if (isSafe || current().kind === 'LeftSquareBracket') {
        expect('LeftSquareBracket');
        key = parseOperand();
        end = expect('RightSquareBracket').end;
      } else {
        return target;
      }
      target = { kind: 'selection', target, key, isSafe, text: text.slice(start, end) };
    }
  }

  const parsed = parseOperand();
  expect('EndOfData');
  return parsed;
}
