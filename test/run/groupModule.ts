import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Group } from './shareProcesses.ts';

/**
 * The module that runs a group: a file that is alone as it is, of several each in a suite of its own, so that its hooks
 * are only for its tests.
 */
export async function groupModule(directory: string, root: string, group: Group): Promise<string> {
  const [first = '', ...others] = group;
  if (others.length === 0) return join(root, first);
  const suites = group.map((file) => {
    const address = pathToFileURL(join(root, file)).href;
    return `describe(${JSON.stringify(file)}, () => import(${JSON.stringify(address)}));`;
  });
  const module = join(directory, `${first.replaceAll(/\W/g, '-')}.mjs`);
  await writeFile(module, ["import { describe } from 'node:test';", ...suites, ''].join('\n'));
  return module;
}
