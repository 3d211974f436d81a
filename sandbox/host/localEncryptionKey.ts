import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The encryption key of this machine: 32 random bytes in base64, made once and kept in `encryption-key`. */
export async function localEncryptionKey(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'encryption-key');
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, randomBytes(32).toString('base64'), { mode: 0o600 });
  try {
    // A link appears whole or not at all, and never over another host's key.
    await link(draft, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return (await readFile(path, 'utf8')).trim();
}
