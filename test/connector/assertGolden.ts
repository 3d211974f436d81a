import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Compares with a kept file; with GOLDEN=write in the environment it is written instead, to be read and committed. */
export const assertGolden = async (name: string, text: string): Promise<void> => {
  const path = join(import.meta.dirname, 'golden', name);
  if (process.env.GOLDEN === 'write') await writeFile(path, text);
  assert.equal(text, await readFile(path, 'utf8'));
};
