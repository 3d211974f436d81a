import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A path of Graph that the code asks for, `{}` standing for whatever is put in. */
export interface PathUse {
  readonly version: 'v1.0' | 'beta';
  readonly path: string;
  readonly file: string;
}

/** A property that the code reads, filters by or selects. */
export interface PropertyUse {
  /** `beta` in a file that asks for nothing but beta paths. */
  readonly version: PathUse['version'];
  readonly name: string;
  /** The types that the file names, with their namespaces; none: a property of any type will do. */
  readonly types: readonly string[];
  readonly file: string;
}

/** A table of the members of an enumeration. */
export interface EnumUse {
  readonly name: string;
  readonly members: readonly string[];
  readonly file: string;
}

export interface GraphUses {
  readonly paths: readonly PathUse[];
  readonly properties: readonly PropertyUse[];
  readonly enums: readonly EnumUse[];
}

const readersFile = 'functions/integrations/vendorJson/readers.ts';
/** The other integrations speak to systems with words of their own. */
const otherSystems = /^functions\/integrations\/(?!graph\/)/;

/**
 * The names of Graph's that the code uses, found in the source itself, so that nobody has to keep a list: paths in
 * `graphPath` and `betaPath`, in constants called `…Path` and in calls of a client; properties in readers, filters,
 * selections and patterns of Graph's own types; members in the tables of files called `…Enums.ts`.
 */
export async function graphUses(root: string): Promise<GraphUses> {
  const files = globSync('functions/*/**/*.ts', { cwd: root })
    .map((file) => file.replaceAll(sep, '/'))
    .sort();
  const sources = await Promise.all(
    files.map(async (file) => ({ file, text: withoutComments(await readFile(join(root, file), 'utf8')) })),
  );
  const readers = exportedNames(sources.find(({ file }) => file === readersFile)?.text ?? '');
  return {
    paths: sources.flatMap(({ file, text }) => pathsIn(text).map((use) => ({ ...use, file }))),
    properties: sources
      .filter(({ file }) => !otherSystems.test(file))
      .flatMap(({ file, text }) => propertiesIn(text, readers).map((use) => ({ ...use, file }))),
    enums: (
      await Promise.all(files.filter((file) => file.endsWith('Enums.ts')).map((file) => enumsIn(root, file)))
    ).flat(),
  };
}

const withoutComments = (text: string): string =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');

const exportedNames = (text: string): readonly string[] =>
  [...text.matchAll(/^export (?:const|function) (\w+)/gm)].flatMap(([, name]) => name ?? []);

const all = (text: string, pattern: RegExp): readonly (readonly string[])[] =>
  [...text.matchAll(pattern)].map(([, ...groups]) => groups.map((group) => group ?? ''));

function pathsIn(text: string): readonly Omit<PathUse, 'file'>[] {
  const templates = all(text, /\b(graphPath|betaPath)`(\/[^`]*)`/g).map(([tag = '', path = '']) => ({
    version: tag === 'betaPath' ? ('beta' as const) : ('v1.0' as const),
    path: path.replaceAll(/\$\{[^}]*\}/g, '{}'),
  }));
  const constants = all(text, /\b\w+Path\s*=\s*'(\/[^']+)'/g);
  const calls = all(text, /\.(?:get|post|patch|put|delete|pages)\(\s*'(\/[^']+)'/g);
  // None of our own routes is below it.
  const others = all(text, /'(\/security\/[^']+)'/g);
  return distinct([
    ...templates,
    ...[...constants, ...calls, ...others].map(([path = '']) => ({ version: 'v1.0' as const, path })),
  ]);
}

function propertiesIn(text: string, readers: readonly string[]): readonly Omit<PropertyUse, 'file'>[] {
  const paths = pathsIn(text);
  const version = paths.length > 0 && paths.every((use) => use.version === 'beta') ? 'beta' : 'v1.0';
  const namespaced = all(text, /\bSecurityNamespace\.(\w+)/g).flat();
  const imported = all(text, /import type \{([^}]*)\} from '@microsoft\/microsoft-graph-types'/g)
    .flatMap(([names = '']) => names.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.endsWith('Namespace'));
  const named = [...new Set([...imported, ...namespaced])];
  const qualified = (type: string) =>
    `microsoft.graph.${imported.includes(type) ? '' : 'security.'}${type.charAt(0).toLowerCase()}${type.slice(1)}`;
  const ofFile = [
    ...(text.includes('vendorRecord')
      ? all(text, /\.(?:text|texts|link|time|requiredTime|member|records|dictionary)\(\s*'(\w+)'/g)
      : []),
    ...(text.includes('vendorJson/readers.ts')
      ? all(text, new RegExp(`\\b(?:${readers.join('|')})\\(\\s*'(\\w+)'`, 'g'))
      : []),
    ...(text.includes('graph/filter.ts') ? all(text, /\b(?:eq|ne|ge|gt|le|lt|holds)\(\s*'([\w/]+)'/g) : []),
    ...(text.includes('integrations/graph/') ? selectedNames(text) : []),
  ];
  const patterns = named.flatMap((type) =>
    [
      ...all(text, new RegExp(`\\{([^{}]*)\\}\\s*:\\s*(?:SecurityNamespace\\.)?${type}\\b`, 'g')),
      ...all(text, new RegExp(`\\{([^{}]*)\\}\\s*=[^;]*\\bas (?:SecurityNamespace\\.)?${type}\\b`, 'g')),
    ]
      .flatMap(([members = '']) => boundNames(members))
      .map((name) => ({ version, name, types: [qualified(type)] }) as const),
  );
  const uses = ofFile.map(([name = '']) => ({ version, name, types: named.map(qualified) }) as const);
  // Graph's own begin with a small letter; the Management Activity API and audit data spell theirs with a capital one.
  return distinct([...uses, ...patterns]).filter(({ name }) => /^[a-z]/.test(name));
}

const selectedNames = (text: string): readonly (readonly string[])[] =>
  all(text, /\b(?:select|expand)\b\s*[=:]\s*\[([^\]]*)\]/g).flatMap(([list = '']) => all(list, /'(\w+)'/g));

/** The properties that a destructuring pattern takes: `id, body: { content }` takes two. */
const boundNames = (members: string): readonly string[] =>
  members.split(',').flatMap(
    (member) =>
      /^\s*(?:'([^']+)'|(\w+))/
        .exec(member)
        ?.slice(1)
        .find((name) => name) ?? [],
  );

const distinct = <T>(values: readonly T[]): readonly T[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

async function enumsIn(root: string, file: string): Promise<readonly EnumUse[]> {
  const exported: object = await import(pathToFileURL(join(root, file)).href);
  return Object.entries(exported).flatMap(([name, value]: readonly [string, unknown]) =>
    Array.isArray(value) && value.every((member) => typeof member === 'string') ? [{ name, members: value, file }] : [],
  );
}
