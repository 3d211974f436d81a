import { evaluateExpression } from './evaluateExpression.ts';
import type { ExpressionScope } from './expressionScope.ts';
import { isObject, type Json, textOf } from './json.ts';
import { parseTemplate } from './parseTemplate.ts';

/** Replaces every expression in a value, property names included; a lone `@expr` keeps its type. */
export function evaluateTemplate(value: Json, scope: ExpressionScope): Json {
  if (typeof value === 'string') return evaluateText(value, scope);
  if (Array.isArray(value)) return value.map((item) => evaluateTemplate(item, scope));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [textOf(evaluateText(name, scope)), evaluateTemplate(item, scope)]),
  );
}

function evaluateText(text: string, scope: ExpressionScope): Json {
  const template = parseTemplate(text);
  switch (template.kind) {
    case 'text':
      return template.text;
    case 'expression':
      return evaluateExpression(template.expression, scope);
    case 'interpolation':
      return template.parts
        .map((part) => (typeof part === 'string' ? part : textOf(evaluateExpression(part, scope))))
        .join('');
  }
}
