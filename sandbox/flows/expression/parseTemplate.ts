import { type Expression, parseExpression } from './parseExpression.ts';
import { TemplateError } from './templateError.ts';

/** A string of a flow definition: plain text, one expression that keeps its type, or text with expressions in it. */
export type Template =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly expression: Expression }
  | { readonly kind: 'interpolation'; readonly parts: readonly (string | Expression)[] };

/** Parses a string as the platform does: `@expr`, `@@` for a literal at sign, and `@{expr}` inside text. */
export function parseTemplate(text: string): Template {
  if (text.startsWith('@@')) return { kind: 'text', text: text.slice(1) };
  if (text.startsWith('@') && !text.startsWith('@{')) {
    return { kind: 'expression', expression: parseExpression(text.slice(1)) };
  }
  if (!text.includes('@{')) return { kind: 'text', text };
  return { kind: 'interpolation', parts: parseParts(text) };
}

function parseParts(text: string): (string | Expression)[] {
  const parts: (string | Expression)[] = [];
  let literal = '';
  let position = 0;
  while (position < text.length) {
    if (text.startsWith('@@{', position)) {
      literal += '@{';
      position += 3;
    } else if (text.startsWith('@{', position)) {
      const end = closingBrace(text, position + 2);
      if (literal) parts.push(literal);
      literal = '';
      parts.push(parseExpression(text.slice(position + 2, end)));
      position = end + 1;
    } else {
      literal += text.charAt(position);
      position += 1;
    }
  }
  if (literal) parts.push(literal);
  return parts;
}

/** A brace inside a string literal does not end the expression; a doubled quote leaves and enters it again. */
function closingBrace(text: string, from: number): number {
  let isQuoted = false;
  for (let position = from; position < text.length; position += 1) {
    const character = text.charAt(position);
    if (character === "'") isQuoted = !isQuoted;
    if (character === '}' && !isQuoted) return position;
  }
  throw new TemplateError(
    `Unable to parse template language expression '${text.slice(from)}': the closing brace of '@{' is missing.`,
  );
}
