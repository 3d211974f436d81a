import type { ExpressionScope } from './expressionScope.ts';
import { FunctionArguments } from './functionArguments.ts';
import { isObject, type Json, type JsonObject, typeName } from './json.ts';
import type { Call, Expression, Selection } from './parseExpression.ts';
import { TemplateError } from './templateError.ts';
import { functionOf } from './templateFunctions.ts';

const arithmetic = new Set(['add', 'sub', 'mul', 'div']);

/** The value of an expression where `scope` stands; throws a `TemplateError` worded as the platform words it. */
export function evaluateExpression(expression: Expression, scope: ExpressionScope): Json {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'call':
      return call(expression, scope);
    case 'selection':
      return select(expression, scope);
  }
}

function call(expression: Call, scope: ExpressionScope): Json {
  const definition = functionOf(expression);
  const values = expression.arguments.map((argument) => evaluateExpression(argument, scope));
  return definition.call(new FunctionArguments(definition.name, values, expression.arguments.some(isFloat)), scope);
}

function isFloat(expression: Expression): boolean {
  if (expression.kind === 'literal') return expression.isFloat === true;
  if (expression.kind === 'selection') return false;
  const name = expression.name.toLowerCase();
  return name === 'float' || (arithmetic.has(name) && expression.arguments.some(isFloat));
}

function select(selection: Selection, scope: ExpressionScope): Json {
  const target = evaluateExpression(selection.target, scope);
  const key = evaluateExpression(selection.key, scope);
  if (target === null && selection.isSafe) return null;
  if (Array.isArray(target) && typeof key === 'number') return selectItem(selection, target, key);
  if (isObject(target) && typeof key === 'string') return selectProperty(selection, target, key);
  if (key === null && selection.isSafe) return null;
  const what = typeof key === 'number' ? `array index '${key}'` : `property '${String(key)}'`;
  const kind = typeof key === 'number' ? 'Array index selection' : 'Property selection';
  throw failure(
    selection,
    `${what} cannot be selected. ${kind} is not supported on values of type '${typeName(target)}'`,
  );
}

function selectItem(selection: Selection, items: Json[], index: number): Json {
  const item = Number.isInteger(index) && index >= 0 ? items[index] : undefined;
  if (item !== undefined) return item;
  if (selection.isSafe) return null;
  throw failure(
    selection,
    items.length === 0
      ? `array index '${index}' cannot be selected from empty array`
      : `array index '${index}' is outside bounds (0, ${items.length - 1}) of array`,
  );
}

function selectProperty(selection: Selection, object: JsonObject, name: string): Json {
  const own = propertyOf(object, name);
  const value = own === undefined ? descend(object, name) : own;
  if (value !== undefined) return value;
  if (selection.isSafe) return null;
  throw failure(
    selection,
    `property '${name}' doesn't exist, available properties are '${Object.keys(object).join(', ')}'`,
  );
}

/** Names are compared exactly first, then without regard to case, as the platform's JSON reader does. */
function propertyOf(object: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const folded = name.toLowerCase();
  const match = Object.keys(object).find((candidate) => candidate.toLowerCase() === folded);
  return match === undefined ? undefined : object[match];
}

/** The designer writes `?['body/alert/title']` for a nested property of an operation's outputs. */
function descend(object: JsonObject, path: string): Json | undefined {
  if (!path.includes('/')) return undefined;
  let value: Json | undefined = object;
  for (const segment of path.split('/')) {
    if (!isObject(value)) return undefined;
    value = propertyOf(value, segment);
  }
  return value;
}

function failure(selection: Selection, reason: string): TemplateError {
  return new TemplateError(
    `The template language expression '${selection.text}' cannot be evaluated because ${reason}. Please see https://aka.ms/logicexpressions for usage details.`,
  );
}
