import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Test files that run one after another in one process. */
export type Group = readonly string[];

const mostLight = 12;
// Each of them waits a good deal for the processes that it starts, and a group is no sooner done than its last file.
const mostHeavy = 3;

const startsProcesses = /from 'node:child_process'/;
// What is changed for good must not reach another file.
const changesEnvironment = /process\.env\.\w+ = /;
const relativeImport = /from '(\.[^']+)'/g;

/**
 * Parts test files, named from the root, into groups of neighbours, since to start Node and to load what is tested takes
 * longer than most tests do. Groups of files that start processes, themselves or by what they import of the tests, take
 * turns with light ones, which compute while those wait; at the end come the files that must be alone.
 */
export function shareProcesses(root: string, files: readonly string[]): readonly Group[] {
  const kindOf = (file: string): 'alone' | 'heavy' | 'light' => {
    const texts = withImports(root, file);
    if (texts.some((text) => changesEnvironment.test(text))) return 'alone';
    return texts.some((text) => startsProcesses.test(text)) ? 'heavy' : 'light';
  };
  const { alone = [], heavy = [], light = [] } = Object.groupBy(files, kindOf);
  return [...inTurn(evenly(heavy, mostHeavy), evenly(light, mostLight)), ...evenly(alone, 1)];
}

/** As few groups as can be, and none much smaller than the others. */
function evenly(files: readonly string[], most: number): readonly Group[] {
  const groups = Math.ceil(files.length / most);
  const size = Math.ceil(files.length / groups);
  return Array.from({ length: groups }, (_, group) => files.slice(group * size, (group + 1) * size));
}

const inTurn = <T>(first: readonly T[], second: readonly T[]): readonly T[] =>
  Array.from({ length: Math.max(first.length, second.length) }, (_, turn) => [
    ...first.slice(turn, turn + 1),
    ...second.slice(turn, turn + 1),
  ]).flat();

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
