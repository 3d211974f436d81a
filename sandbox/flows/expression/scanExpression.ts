import { TemplateError } from './templateError.ts';

export type TokenKind =
  | 'Identifier'
  | 'StringLiteral'
  | 'IntegerLiteral'
  | 'FloatLiteral'
  | 'LeftParenthesis'
  | 'RightParenthesis'
  | 'LeftSquareBracket'
  | 'RightSquareBracket'
  | 'Comma'
  | 'Dot'
  | 'QuestionMark'
  | 'EndOfData';

export interface Token {
  readonly kind: TokenKind;
  /** A string literal's value with its quotes undone; otherwise the characters themselves. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const expressionLimit = 8192;

const punctuationKinds = new Map<string, TokenKind>([
  ['(', 'LeftParenthesis'],
  [')', 'RightParenthesis'],
  ['[', 'LeftSquareBracket'],
  [']', 'RightSquareBracket'],
  [',', 'Comma'],
  ['.', 'Dot'],
  ['?', 'QuestionMark'],
]);

const whiteSpacePattern = /\s*/y;
const numberPattern = /[+-]?\d+(\.\d+)?(e[+-]?\d+)?(?![^\s.,()[\]{}?@'])/iy;
const identifierPattern = /[A-Za-z_$][^\s.,()[\]{}?@'"]*/y;
const stringPattern = /'((?:[^']|'')*)'/y;

/** Splits an expression (without its `@`) into tokens, the last of which is `EndOfData`. */
export function scanExpression(expression: string): Token[] {
  if (expression.length > expressionLimit) {
    throw new TemplateError(
      `The template language expression has ${expression.length} characters; the limit is ${expressionLimit}.`,
    );
  }
  const tokens: Token[] = [];
  let position = skip(expression, 0);
  while (position < expression.length) {
    const token = readToken(expression, position);
    tokens.push(token);
    position = skip(expression, token.end);
  }
  tokens.push({ kind: 'EndOfData', text: '', start: position, end: position });
  return tokens;
}

function readToken(expression: string, start: number): Token {
  const punctuation = punctuationKinds.get(expression.charAt(start));
  if (punctuation) return { kind: punctuation, text: expression.charAt(start), start, end: start + 1 };

  const string = match(stringPattern, expression, start);
  if (string) {
    return {
      kind: 'StringLiteral',
      text: (string[1] ?? '').replaceAll("''", "'"),
      start,
      end: start + string[0].length,
    };
  }
  if (expression.charAt(start) === "'") {
    throw new TemplateError(
      `Unable to parse template language expression '${expression}': the string literal at position '${start}' is not terminated.`,
    );
  }
  const number = match(numberPattern, expression, start);
  if (number) {
    const kind = number[1] || number[2] ? 'FloatLiteral' : 'IntegerLiteral';
    return { kind, text: number[0], start, end: start + number[0].length };
  }
  const identifier = match(identifierPattern, expression, start);
  if (identifier) return { kind: 'Identifier', text: identifier[0], start, end: start + identifier[0].length };

  throw new TemplateError(
    `Unable to parse template language expression '${expression}': the string character '${expression.charAt(start)}' at position '${start}' is not expected.`,
  );
}

function skip(expression: string, position: number): number {
  return position + (match(whiteSpacePattern, expression, position)?.[0].length ?? 0);
}

function match(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
