import { randomInt } from 'node:crypto';
import type { FunctionArguments } from './functionArguments.ts';
import type { TemplateFunction } from './templateFunction.ts';

const rangeLimit = 100_000;

export const mathFunctions: readonly TemplateFunction[] = [
  { name: 'add', takes: [2, 2], call: (values) => values.number(0) + values.number(1) },
  { name: 'sub', takes: [2, 2], call: (values) => values.number(0) - values.number(1) },
  { name: 'mul', takes: [2, 2], call: (values) => values.number(0) * values.number(1) },
  { name: 'div', takes: [2, 2], call: divide },
  { name: 'mod', takes: [2, 2], call: (values) => values.number(0) % divisor(values) },
  { name: 'min', takes: [1, Infinity], call: (values) => Math.min(...numbers(values)) },
  { name: 'max', takes: [1, Infinity], call: (values) => Math.max(...numbers(values)) },
  { name: 'range', takes: [2, 2], call: range },
  { name: 'rand', takes: [2, 2], call: random },
];

/** Two integers give an integer; a float on either side keeps the fraction. */
function divide(values: FunctionArguments): number {
  const quotient = values.number(0) / divisor(values);
  const isWhole = !values.hasFloat && Number.isInteger(values.any(0)) && Number.isInteger(values.any(1));
  return isWhole ? Math.trunc(quotient) : quotient;
}

function divisor(values: FunctionArguments): number {
  const value = values.number(1);
  return value === 0 ? values.refuse('Attempted to divide by zero.') : value;
}

function numbers(values: FunctionArguments): number[] {
  const list = values.any(0);
  if (values.values.length > 1 || !Array.isArray(list))
    return values.values.map((_value, index) => values.number(index));
  if (list.length === 0) values.refuse('The array must not be empty.');
  return list.map((item) => (typeof item === 'number' ? item : values.refuseType(0, 'an array of numbers')));
}

function range(values: FunctionArguments): number[] {
  const length = values.integer(1);
  if (length < 0 || length > rangeLimit) values.refuse(`The range count must be between '0' and '${rangeLimit}'.`);
  return Array.from({ length }, (_item, index) => values.integer(0) + index);
}

function random(values: FunctionArguments): number {
  const [least, bound] = [values.integer(0), values.integer(1)];
  return least < bound ? randomInt(least, bound) : values.refuse('The minimum must be less than the maximum.');
}
