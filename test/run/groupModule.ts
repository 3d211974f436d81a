import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Group } from './shareProcesses.ts';

/**
 * The module that runs a group: a file that is alone as it is, of several each in a suite of its own, so that its hooks
 * are only for its tests, and with storage of its own.
 */
export async function groupModule(directory: string, root: string, group: Group): Promise<string> {
  const [first = '', ...others] = group;
  if (others.length === 0) return join(root, first);
  const addressOf = (file: string): string => JSON.stringify(pathToFileURL(join(root, file)).href);
  const suites = group.map((file) => {
    const storage = `before(() => enterFile(${JSON.stringify(join(root, file))}));`;
    return `describe(${JSON.stringify(file)}, () => { ${storage} return import(${addressOf(file)}); });`;
  });
  const module = join(directory, `${first.replaceAll(/\W/g, '-')}.mjs`);
  const imports = [
    "import { before, describe } from 'node:test';",
    `import { enterFile } from ${addressOf('test/azurite.ts')};`,
  ];
  await writeFile(module, [...imports, ...suites, ''].join('\n'));
  return module;
}
