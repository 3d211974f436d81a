import type { FunctionArguments } from './functionArguments.ts';
import { sameJson } from './json.ts';
import type { TemplateFunction } from './templateFunction.ts';

/** Nothing here is lazy: the platform evaluates every argument of `if`, `and` and `or` first. */
export const logicalFunctions: readonly TemplateFunction[] = [
  { name: 'if', takes: [3, 3], call: (values) => (values.boolean(0) ? values.any(1) : values.any(2)) },
  { name: 'and', takes: [1, Infinity], call: (values) => booleans(values).every(Boolean) },
  { name: 'or', takes: [1, Infinity], call: (values) => booleans(values).some(Boolean) },
  { name: 'not', takes: [1, 1], call: (values) => !values.boolean(0) },
  { name: 'equals', takes: [2, 2], call: (values) => sameJson(values.any(0), values.any(1)) },
  { name: 'greater', takes: [2, 2], call: (values) => order(values) > 0 },
  { name: 'greaterOrEquals', takes: [2, 2], call: (values) => order(values) >= 0 },
  { name: 'less', takes: [2, 2], call: (values) => order(values) < 0 },
  { name: 'lessOrEquals', takes: [2, 2], call: (values) => order(values) <= 0 },
  { name: 'coalesce', takes: [1, Infinity], call: (values) => values.values.find((value) => value !== null) ?? null },
];

function booleans(values: FunctionArguments): boolean[] {
  return values.values.map((_value, index) => values.boolean(index));
}

function order(values: FunctionArguments): number {
  const left = values.any(0);
  const right = values.any(1);
  if (typeof left === 'number') return left - values.number(1);
  if (typeof left !== 'string') return values.refuseType(0, 'a number or a string');
  if (typeof right !== 'string') return values.refuseType(1, 'a string, as the first one is');
  return left < right ? -1 : Number(left > right);
}
