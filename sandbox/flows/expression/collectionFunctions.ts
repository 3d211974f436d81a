import type { FunctionArguments } from './functionArguments.ts';
import { isObject, type Json, sameJson, textOf } from './json.ts';
import type { TemplateFunction } from './templateFunction.ts';

export const collectionFunctions: readonly TemplateFunction[] = [
  { name: 'length', takes: [1, 1], call: (values) => sequence(values, 0).length },
  { name: 'empty', takes: [1, 1], call: isEmpty },
  { name: 'contains', takes: [2, 2], call: contains },
  { name: 'first', takes: [1, 1], call: (values) => sequence(values, 0)[0] ?? null },
  { name: 'last', takes: [1, 1], call: (values) => sequence(values, 0).slice(-1)[0] ?? null },
  { name: 'take', takes: [2, 2], call: (values) => sequence(values, 0).slice(0, count(values, 1)) },
  { name: 'skip', takes: [2, 2], call: (values) => values.array(0).slice(count(values, 1)) },
  { name: 'join', takes: [2, 2], call: (values) => values.array(0).map(textOf).join(values.text(1)) },
  { name: 'reverse', takes: [1, 1], call: (values) => values.array(0).toReversed() },
  { name: 'sort', takes: [1, 2], call: sort },
  { name: 'chunk', takes: [2, 2], call: chunk },
  { name: 'union', takes: [1, Infinity], call: union },
  { name: 'intersection', takes: [1, Infinity], call: intersection },
];

function sequence(values: FunctionArguments, index: number): string | Json[] {
  const value = values.any(index);
  return typeof value === 'string' || Array.isArray(value) ? value : values.refuseType(index, 'an array or a string');
}

function count(values: FunctionArguments, index: number): number {
  const wanted = values.integer(index);
  return wanted < 0 ? values.refuse(`The count '${wanted}' must not be negative.`) : wanted;
}

function isEmpty(values: FunctionArguments): boolean {
  const value = values.any(0);
  if (value === null) return true;
  if (typeof value === 'string' || Array.isArray(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : values.refuseType(0, 'an object, an array or a string');
}

function contains(values: FunctionArguments): boolean {
  const collection = values.any(0);
  const sought = values.any(1);
  if (typeof collection === 'string') return collection.includes(values.text(1));
  if (Array.isArray(collection)) return collection.some((item) => sameJson(item, sought));
  if (isObject(collection)) return Object.hasOwn(collection, values.text(1));
  return values.refuseType(0, 'a dictionary (object), an array or a string');
}

function sort(values: FunctionArguments): Json[] {
  const key = values.has(1) ? values.text(1) : undefined;
  const keyOf = (item: Json): Json => (key === undefined ? item : isObject(item) ? (item[key] ?? null) : null);
  return values.array(0).toSorted((left, right) => compare(keyOf(left), keyOf(right)));
}

function compare(left: Json, right: Json): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [leftText, rightText] = [textOf(left), textOf(right)];
  return leftText < rightText ? -1 : Number(leftText > rightText);
}

function chunk(values: FunctionArguments): Json[] {
  const collection = sequence(values, 0);
  const size = values.integer(1);
  if (size < 1) values.refuse(`The chunk length '${size}' must be positive.`);
  const chunks: Json[] = [];
  for (let at = 0; at < collection.length; at += size) chunks.push(collection.slice(at, at + size));
  return chunks;
}

function union(values: FunctionArguments): Json {
  if (isObject(values.any(0))) {
    return Object.fromEntries(values.values.flatMap((_value, index) => Object.entries(values.object(index))));
  }
  const merged: Json[] = [];
  for (const index of values.values.keys()) {
    for (const item of values.array(index)) {
      if (!merged.some((known) => sameJson(known, item))) merged.push(item);
    }
  }
  return merged;
}

function intersection(values: FunctionArguments): Json {
  const others = [...values.values.keys()].slice(1);
  if (isObject(values.any(0))) {
    return Object.fromEntries(
      Object.entries(values.object(0)).filter(([name, value]) =>
        others.every((index) => {
          const other = values.object(index);
          return Object.hasOwn(other, name) && sameJson(other[name] ?? null, value);
        }),
      ),
    );
  }
  return values
    .array(0)
    .filter((item, index, all) => all.findIndex((known) => sameJson(known, item)) === index)
    .filter((item) => others.every((index) => values.array(index).some((other) => sameJson(other, item))));
}
