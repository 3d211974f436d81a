import { code, generatedNote, page, table } from './markdown.ts';
import type { GraphUses, PathUse } from './metadata/graphUses.ts';
import { knownDifferences } from './metadata/knownDifferences.ts';

/** The paths of Microsoft Graph that the code asks for, those of the beta version apart. */
export const printGraphPaths = ({ paths, properties }: GraphUses): string => {
  const used = new Set([...paths.map(({ path }) => path), ...properties.map(({ name }) => name)]);
  const differences = knownDifferences.filter(({ name }) => used.has(name));
  const rows = (version: PathUse['version']): readonly (readonly string[])[] =>
    [
      ...Map.groupBy(
        paths.filter((use) => use.version === version),
        ({ path }) => path,
      ),
    ]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([path, uses]) => [
        code(path.replaceAll('{}', '{id}')),
        [...new Set(uses.map(({ file }) => code(file)))].join(', '),
      ]);
  const tableOf = (version: PathUse['version']): string =>
    rows(version).length === 0 ? 'None.' : table(['Path', 'Asked for in'], rows(version));
  return page([
    generatedNote,
    '# Paths of Microsoft Graph',
    'What the back end asks Microsoft Graph for, found in its source. `npm run drift` compares the paths, and the properties and enumerations that are read, with the metadata that Graph publishes.',
    '## v1.0',
    tableOf('v1.0'),
    '## beta',
    'Microsoft may change or remove these without notice, and does not support them in production. Each is behind a setting that is off unless an administrator turns it on.',
    tableOf('beta'),
    ...(differences.length === 0
      ? []
      : [
          '## Known differences',
          'What the service has and its metadata does not.',
          table(
            ['Name', 'Why'],
            differences.map(({ name, why }) => [code(name.replaceAll('{}', '{id}')), why]),
          ),
        ]),
  ]);
};
