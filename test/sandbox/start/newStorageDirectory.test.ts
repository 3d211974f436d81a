import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { newStorageDirectory } from '../../../sandbox/start/newStorageDirectory.ts';
import { folderForTest } from '../../folderForTest.ts';

test('removes the storage of earlier runs, and nothing that somebody else keeps there', async (t) => {
  const directory = await folderForTest(t);
  const first = await newStorageDirectory(directory);
  assert.equal(dirname(first), join(directory, 'storage'));
  await mkdir(first, { recursive: true });
  await writeFile(join(first, 'data'), '');
  const others = ['deleteRows.ts', 'f5130606-e148-44b6-8a54-2520b27103df', 'run-away', `${basename(first)}.txt`];
  for (const name of others) await writeFile(join(directory, 'storage', name), '');

  assert.notEqual(await newStorageDirectory(directory), first);
  assert.deepEqual((await readdir(join(directory, 'storage'))).sort(), others.toSorted());
});
