import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { breakingChanges } from './breakingChanges.ts';
import type { Definition } from './placedOperations.ts';

/** The definition of the last release, below the root: what saved flows were made for. */
export const releasedFile = 'connector/released/apiDefinition.swagger.json';

/** What the definition would break for flows saved against the last release, a line each with what to do instead. */
export const brokenSinceRelease = async (root: string, definition: string): Promise<readonly string[]> => {
  const released: Definition = JSON.parse(await readFile(join(root, releasedFile), 'utf8'));
  return breakingChanges(released, JSON.parse(definition)).map(
    (change) => `${change}; saved flows would break, so leave the operation and add a revision (docs/versions.md)`,
  );
};
