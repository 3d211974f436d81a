import { resolve } from 'node:path';
import { shownPath } from './shownPath.ts';
import { localDirectory } from './startOptions.ts';

/** What a command needs behind it to reach the sandbox on this directory: nothing for the usual one. */
export function directoryFlag(directory: string): string {
  if (resolve(directory) === localDirectory) return '';
  const shown = shownPath(resolve(directory));
  return ` --directory ${/^[\w@%+=:,./\\-]+$/.test(shown) ? shown : `"${shown}"`}`;
}
