import { boundedText } from './boundedText.ts';

const deepest = 8;

/** A copy of a value that we have no schema for: without nulls and type annotations, long texts cut, depth bounded. */
export function openValue(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return boundedText(value);
  if (typeof value !== 'object') return value;
  if (value === null || depth === deepest) return undefined;
  if (Array.isArray(value)) {
    return value.map((item) => openValue(item, depth + 1)).filter((item) => item !== undefined);
  }
  return openObject(value, depth);
}

/** The same for an object. */
export function openObject(value: object, depth = 0): Record<string, unknown> {
  const members = Object.entries(value)
    .filter(([name]) => !name.includes('@odata.'))
    .map(([name, member]) => [boundedText(name), openValue(member, depth + 1)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}
