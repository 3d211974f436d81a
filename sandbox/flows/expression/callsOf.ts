import { isObject, type Json } from './json.ts';
import type { Call, Expression } from './parseExpression.ts';
import { parseTemplate } from './parseTemplate.ts';

/** Every function call in the expressions of a string; throws a `TemplateError` where it does not parse. */
export function callsOf(text: string): Call[] {
  const template = parseTemplate(text);
  if (template.kind === 'text') return [];
  const roots: readonly (string | Expression)[] =
    template.kind === 'expression' ? [template.expression] : template.parts;
  return roots.flatMap((root) => (typeof root === 'string' ? [] : callsIn(root)));
}

function callsIn(expression: Expression): Call[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'call':
      return [expression, ...expression.arguments.flatMap(callsIn)];
    case 'selection':
      return [...callsIn(expression.target), ...callsIn(expression.key)];
  }
}

/** Every string in a value with its place, property names included. */
export function stringsIn(value: Json | undefined, place: string): { text: string; place: string }[] {
  if (typeof value === 'string') return [{ text: value, place }];
  if (Array.isArray(value)) return value.flatMap((item, index) => stringsIn(item, `${place}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => [
    { text: name, place: `${place}.${name}` },
    ...stringsIn(item, `${place}.${name}`),
  ]);
}
