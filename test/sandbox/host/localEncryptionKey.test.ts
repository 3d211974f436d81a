import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { localEncryptionKey } from '../../../sandbox/host/localEncryptionKey.ts';

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'key-'));
});
after(() => rm(directory, { recursive: true }));

test('hosts that start at once agree on one key, which only its owner may read', async () => {
  const folder = join(directory, '.local');
  const keys = await Promise.all(Array.from({ length: 5 }, () => localEncryptionKey(folder)));
  const [key = ''] = keys;
  assert.deepEqual(new Set([...keys, await localEncryptionKey(folder)]), new Set([key]));
  assert.equal(Buffer.from(key, 'base64').length, 32);
  assert.equal((await stat(join(folder, 'encryption-key'))).mode & 0o777, 0o600);
});
