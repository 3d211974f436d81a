import { readFile } from 'node:fs/promises';

/** The end of a log, for a message that says why a process failed. */
export async function lastLines(file: string, count: number): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-count);
}
