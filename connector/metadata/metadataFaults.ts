import type { EnumUse, GraphUses, PathUse, PropertyUse } from './graphUses.ts';
import { type Difference, knownDifferences } from './knownDifferences.ts';
import type { Metadata, TypeReference } from './readMetadata.ts';

/** What the code uses and the metadata of one version does not have; one line each, with where it is used. */
export function metadataFaults(
  uses: GraphUses,
  metadata: Metadata,
  version: PathUse['version'],
  differences: readonly Difference[] = knownDifferences,
): readonly string[] {
  const isKnown = (kind: Difference['kind'], name: string) =>
    differences.some((difference) => difference.kind === kind && difference.name === name);
  const paths = uses.paths
    .filter((use) => use.version === version && !isKnown('path', use.path))
    .flatMap(({ path, file }) => {
      const lost = lostSegment(metadata, path);
      return lost === undefined ? [] : [`${path}: there is no ${lost} (${file})`];
    });
  const names = new Set([...metadata.types.values()].flatMap(({ members }) => [...members.keys()]));
  const properties = uses.properties
    .filter((use) => use.version === version && !isKnown('property', use.name))
    .flatMap((use) => propertyFaults(metadata, names, use));
  const tables = version === 'v1.0' ? uses.enums : [];
  return distinct([...paths, ...properties, ...tables.flatMap((use) => enumFaults(metadata, use))]);
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** The first segment of a path that leads nowhere; undefined when all of them lead on. */
export function lostSegment(metadata: Metadata, path: string): string | undefined {
  const [first = '', ...rest] = path.split('/').slice(1);
  let at = metadata.roots.get(first);
  if (at === undefined) return first;
  for (const segment of rest) {
    const next = step(metadata, at, segment);
    if (next === undefined) return segment;
    at = next;
  }
  return undefined;
}

function step(metadata: Metadata, at: TypeReference, segment: string): TypeReference | undefined {
  if (segment === '{}') return at.kind === 'many' ? { ...at, kind: 'one' } : undefined;
  if (segment === '$ref' || segment === '$value' || segment === '$count') return at;
  const name = segment.replace(/\(.*\)$/, '').replace(/^microsoft\.graph\.(?:\w+\.)*/, '');
  const lineage = ancestry(metadata, at.name);
  const member =
    at.kind === 'one'
      ? lineage.map((type) => metadata.types.get(type)?.members.get(name)).find((found) => found)
      : undefined;
  if (member) return member;
  const operation = metadata.operations.find(
    ({ name: called, boundTo }) => called === name && boundTo.kind === at.kind && lineage.includes(boundTo.name),
  );
  return operation && (operation.returns ?? { name: 'Edm.None', kind: 'one' });
}

/** A type and those that it derives from. */
function ancestry(metadata: Metadata, name: string): readonly string[] {
  const { base } = metadata.types.get(name) ?? {};
  return [name, ...(base === undefined ? [] : ancestry(metadata, base))];
}

function propertyFaults(
  metadata: Metadata,
  names: ReadonlySet<string>,
  { name, types, file }: PropertyUse,
): readonly string[] {
  if (types.length === 0) return names.has(name) ? [] : [`${name}: no type has this property (${file})`];
  const gone = types
    .filter((type) => !metadata.types.has(type))
    .map((type) => `${type}: there is no such type (${file})`);
  const has = types
    .flatMap((type) => ancestry(metadata, type))
    .some((type) => metadata.types.get(type)?.members.has(name));
  return has ? gone : [...gone, `${types.join(', ')}: there is no property ${name} (${file})`];
}

/**
 * Some enumeration must have all the members of the table; when none has, the nearest one says which is gone. `unknown`
 * is our own word for what we do not know, and a table that shares less than half with any enumeration is our own.
 */
function enumFaults({ enums }: Metadata, { name, members, file }: EnumUse): readonly string[] {
  const vendors = members.filter((member) => member !== 'unknown');
  const compared = [...enums].map(([type, has]) => ({ type, lost: vendors.filter((member) => !has.includes(member)) }));
  const [nearest] = compared.sort((a, b) => a.lost.length - b.lost.length);
  if (nearest === undefined || nearest.lost.length === 0 || nearest.lost.length > vendors.length / 2) return [];
  return [`${name}: ${nearest.type} has no member ${nearest.lost.join(', ')} (${file})`];
}
