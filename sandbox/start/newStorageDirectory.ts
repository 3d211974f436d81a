import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const runName = /^run-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Names a directory below `directory` for the storage of one run, and removes those of earlier runs: the tenant begins
 * anew with every start, so its event log does too. What else is there belongs to somebody else and stays.
 */
export async function newStorageDirectory(directory: string): Promise<string> {
  const all = join(directory, 'storage');
  for (const name of await readdir(all).catch(() => [])) {
    // An Azurite that outlives a crash for a moment may still write; what cannot be removed now goes next time.
    if (runName.test(name)) await rm(join(all, name), { recursive: true, force: true }).catch(() => undefined);
  }
  return join(all, `run-${randomUUID()}`);
}
