import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where the library is that moves a process's clock; installed when missing, undefined when it cannot be had. */
export async function faketimeLibrary(): Promise<string | undefined> {
  const installed = await find();
  if (installed !== undefined) return installed;
  try {
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'faketime']);
  } catch {
    return undefined;
  }
  return find();
}

async function find(): Promise<string | undefined> {
  const folders = (await readdir('/usr/lib').catch((): string[] => [])).map((name) => `/usr/lib/${name}/faketime`);
  for (const folder of folders) {
    const names = await readdir(folder).catch((): string[] => []);
    if (names.includes('libfaketime.so.1')) return join(folder, 'libfaketime.so.1');
  }
  return undefined;
}
