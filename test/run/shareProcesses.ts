import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Test files that run one after another in one process. */
export type Group = readonly string[];

const mostOfAGroup = 12;

// Other processes are work enough for one; and what is changed for good must not reach another file.
const needsOwnProcess = /from 'node:child_process'|process\.env\.\w+ = /;
const relativeImport = /from '(\.[^']+)'/g;

/**
 * Parts test files, named from the root, into groups: light ones with their neighbours, since to start Node and to load
 * what is tested takes longer than most tests do; a file that starts processes, itself or by what it imports of the
 * tests, alone.
 */
export function shareProcesses(root: string, files: readonly string[]): readonly Group[] {
  const isAlone = (file: string): boolean => withImports(root, file).some((text) => needsOwnProcess.test(text));
  const { alone = [], light = [] } = Object.groupBy(files, (file) => (isAlone(file) ? 'alone' : 'light'));
  const groups = Math.ceil(light.length / mostOfAGroup);
  const size = Math.ceil(light.length / groups);
  return [
    ...Array.from({ length: groups }, (_, group) => light.slice(group * size, (group + 1) * size)),
    ...alone.map((file) => [file]),
  ];
}

/** The texts of a file and of all that it imports of the tests. */
function withImports(root: string, file: string): readonly string[] {
  const texts = new Map<string, string>();
  const read = (path: string): void => {
    if (texts.has(path) || !path.startsWith('test') || !existsSync(join(root, path))) return;
    const text = readFileSync(join(root, path), 'utf8');
    texts.set(path, text);
    for (const [, imported = ''] of text.matchAll(relativeImport)) read(join(dirname(path), imported));
  };
  read(file);
  return [...texts.values()];
}
