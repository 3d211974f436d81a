import { type PrintedPaths, placeParts, type Shelf } from './placeParts.ts';
import type { SwaggerPart } from './printedParts.ts';

/** `Idempotency-Key` and `idempotencyKey` are both called `IdempotencyKey`. */
const nameOf = (words: string): string =>
  words
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

// Fewer are read more easily where they stand.
const fewestCopies = 3;

interface Part {
  readonly shelf: Shelf;
  readonly name: string;
  readonly part: SwaggerPart;
  copies: number;
}

const keyOf = (shelf: Shelf, name: string, part: SwaggerPart): string => `${shelf} ${name} ${JSON.stringify(part)}`;

/** Of different parts under one name, the one with the most copies. */
const recurring = (unshared: PrintedPaths): ReadonlyMap<string, Part> => {
  const parts = new Map<string, Part>();
  placeParts(unshared, (shelf, name, part) => {
    const key = keyOf(shelf, name, part);
    const known = parts.get(key);
    if (known) known.copies++;
    else parts.set(key, { shelf, name: nameOf(name), part, copies: 1 });
    return part;
  });
  const names = new Set(Object.keys(unshared.definitions).map((title) => `definitions ${title}`));
  const shared = new Map<string, Part>();
  for (const [key, part] of [...parts].sort(([, one], [, other]) => other.copies - one.copies)) {
    const name = `${part.shelf} ${part.name}`;
    if (part.copies < fewestCopies || names.has(name)) continue;
    names.add(name);
    shared.set(key, part);
  }
  return shared;
};

const shelve = (parts: Iterable<Part>, shelf: Shelf): Record<string, SwaggerPart> =>
  Object.fromEntries([...parts].filter((part) => part.shelf === shelf).map(({ name, part }) => [name, part]));

const byName = <V>(record: Readonly<Record<string, V>>): Record<string, V> =>
  Object.fromEntries(Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1)));

/**
 * The same with what recurs printed once and referred to: parameters, refusals, and properties that are no objects;
 * objects are shared by their titles already. The platform resolves references before it reads a definition, so makers
 * see no difference.
 */
export const shareParts = (unshared: PrintedPaths) => {
  const shared = recurring(unshared);
  const { paths, definitions } = placeParts(unshared, (shelf, name, part) => {
    const found = shared.get(keyOf(shelf, name, part));
    return found === undefined ? part : { $ref: `#/${shelf}/${found.name}` };
  });
  const parts = [...shared.values()];
  return {
    paths,
    parameters: byName(shelve(parts, 'parameters')),
    responses: byName(shelve(parts, 'responses')),
    definitions: byName({ ...definitions, ...shelve(parts, 'definitions') }),
  };
};
