import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findStaleFiles, writeFiles } from '../../connector/generatedFile.ts';
import { folderForTest } from '../folderForTest.ts';

test('names each missing and each stale file with the command that mends it, and none after that', async (t) => {
  const root = await folderForTest(t);
  const files = ['docs/a.md', 'docs/b.md', 'c.json'].map((file) => ({ file, text: `${file}\n` }));
  await writeFiles(root, files.slice(0, 2));
  await writeFile(join(root, 'docs/b.md'), 'edited by hand\n');
  assert.deepEqual(await findStaleFiles(root, files), [
    'docs/b.md is stale; run "npm run generate" and commit it',
    'c.json is missing; run "npm run generate" and commit it',
  ]);
  await writeFiles(root, files);
  assert.deepEqual(await findStaleFiles(root, files), []);
});

test('does not take a file that cannot be read for a missing one', async (t) => {
  const root = await folderForTest(t);
  await writeFiles(root, [{ file: 'folder/file', text: '' }]);
  await assert.rejects(findStaleFiles(root, [{ file: 'folder', text: '' }]), { code: 'EISDIR' });
});
