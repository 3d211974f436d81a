import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A file that is written from the source and committed. */
export interface GeneratedFile {
  /** Below the root, with slashes. */
  readonly file: string;
  readonly text: string;
}

export const writeFiles = async (root: string, files: readonly GeneratedFile[]): Promise<void> => {
  for (const { file, text } of files) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
};

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/** One line, with its remedy, for each file that is not what the source says. */
export const findStaleFiles = async (root: string, files: readonly GeneratedFile[]): Promise<readonly string[]> => {
  const faults: string[] = [];
  for (const { file, text } of files) {
    const found = await readIfThere(join(root, file));
    if (found === text) continue;
    faults.push(`${file} is ${found === undefined ? 'missing' : 'stale'}; run "npm run generate" and commit it`);
  }
  return faults;
};
