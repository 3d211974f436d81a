import { evaluateTemplate } from '../expression/evaluateTemplate.ts';
import type { ExpressionScope } from '../expression/expressionScope.ts';
import { FunctionArguments } from '../expression/functionArguments.ts';
import { isObject, type Json, typeName } from '../expression/json.ts';
import { TemplateError } from '../expression/templateError.ts';
import { functionOf } from '../expression/templateFunctions.ts';

/** The truth of a condition, written as an expression or as the designer's `{"and": [{"equals": [a, b]}]}`. */
export function evaluateCondition(condition: Json, scope: ExpressionScope): boolean {
  const value = isObject(condition) ? evaluateGroup(condition, scope) : evaluateTemplate(condition, scope);
  if (typeof value === 'boolean') return value;
  throw new TemplateError(
    `The condition must be of type 'Boolean'. The provided value is of type '${typeName(value)}'.`,
  );
}

function evaluateGroup(condition: { [name: string]: Json }, scope: ExpressionScope): Json {
  const [entry, ...others] = Object.entries(condition);
  if (!entry || others.length > 0) {
    throw new TemplateError('A condition written as an object has exactly one operator.');
  }
  const [operator, operands] = entry;
  const values = (Array.isArray(operands) ? operands : [operands]).map((operand) =>
    isObject(operand) ? evaluateGroup(operand, scope) : evaluateTemplate(operand, scope),
  );
  const literals = values.map((value) => ({ kind: 'literal', value }) as const);
  const definition = functionOf({ kind: 'call', name: operator, arguments: literals });
  return definition.call(new FunctionArguments(definition.name, values), scope);
}
