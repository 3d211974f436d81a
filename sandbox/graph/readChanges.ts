import { fieldsOf, memberOf } from './bodyFields.ts';
import { badRequest } from './graphError.ts';

type Reader = (property: string, value: unknown) => unknown;
type Changes<R extends Readonly<Record<string, Reader>>> = { [P in keyof R]?: ReturnType<R[P]> };

/** Reads the body of a PATCH by what Graph lets a caller change of this type, each property in a form that it knows. */
export function readChanges<R extends Readonly<Record<string, Reader>>>(
  body: unknown,
  type: `microsoft.graph.${string}`,
  readers: R,
): Changes<R> {
  const { '@odata.type': _, ...fields } = fieldsOf(body);
  const changes = Object.entries(fields).map(([property, value]) => {
    const read = Object.hasOwn(readers, property) ? readers[property] : undefined;
    if (!read) throw badRequest(`The property '${property}' of type '${type}' cannot be updated.`);
    return [property, read(property, value)] as const;
  });
  if (changes.length === 0) throw badRequest('The request body names no property to update.');
  // Each value comes from the reader of its own property, which the compiler cannot follow.
  return Object.fromEntries(changes) as Changes<R>;
}

/** The same, or null, which unsets the property. */
export const orNull =
  <T>(read: (property: string, value: unknown) => T) =>
  (property: string, value: unknown): T | null =>
    value === null ? null : read(property, value);

export const oneOf =
  <Member extends string>(members: readonly Member[]) =>
  (property: string, value: unknown): Member =>
    memberOf(property, value, members);
