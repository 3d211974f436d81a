import { badRequest } from './graphError.ts';

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) throw badRequest('A JSON object was expected.');
  return value;
}

export function stringOf(property: string, value: unknown): string {
  if (typeof value !== 'string') throw badRequest(`The property '${property}' must be a string.`);
  return value;
}

export function memberOf<Member extends string>(property: string, value: unknown, members: readonly Member[]): Member {
  const known = members.find((candidate) => candidate === value);
  if (known === undefined) {
    throw badRequest(`Cannot convert the value '${value}' of '${property}': expected one of ${members.join(', ')}.`);
  }
  return known;
}
