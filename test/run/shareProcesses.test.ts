import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { shareProcesses } from './shareProcesses.ts';

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'share-'));
  await mkdir(join(root, 'test/area'), { recursive: true });
});
after(() => rm(root, { recursive: true }));

const write = (file: string, ...lines: readonly string[]) => writeFile(join(root, file), lines.join('\n'));

test('files that start processes, by what they import too, share them among themselves', async () => {
  await write('test/area/light.test.ts', "import { test } from 'node:test';");
  await write('test/area/lighter.test.ts', "import { one } from './one.ts';");
  await write('test/area/one.ts', "import { two } from './two.ts';");
  await write('test/area/two.ts', "import { one } from './one.ts';");
  await write('test/area/far.test.ts', "import { near } from '../near.ts';");
  await write('test/area/farther.test.ts', "import { near } from '../near.ts';");
  await write('test/near.ts', "import { start } from './start.ts';");
  await write('test/start.ts', ['import { spawn }', "from 'node:child_process';"].join(' '));
  const files = ['far', 'light', 'farther', 'lighter'].map((name) => `test/area/${name}.test.ts`);
  assert.deepEqual(shareProcesses(root, files), [
    ['test/area/far.test.ts', 'test/area/farther.test.ts'],
    ['test/area/light.test.ts', 'test/area/lighter.test.ts'],
  ]);
});

test('groups that start processes and light ones take turns', async () => {
  const [heavy, light] = ['heavy', 'light'].map((kind) =>
    Array.from({ length: 24 }, (_, number) => `test/area/${kind}${number + 10}.test.ts`),
  );
  for (const file of heavy ?? []) await write(file, "import { start } from '../start.ts';");
  for (const file of light ?? []) await write(file);
  const groups = shareProcesses(root, [...(heavy ?? []), ...(light ?? [])]);
  const kinds = groups.map(([file = '']) => (file.includes('heavy') ? 'heavy' : 'light'));
  assert.deepEqual(kinds, ['heavy', 'light', 'heavy', 'light', ...Array.from({ length: 6 }, () => 'heavy')]);
});

test('files that change the environment are alone', async () => {
  const files = ['on', 'off'].map((value) => `test/area/${value}.test.ts`);
  for (const file of files) await write(file, ['process.env', "SETTING = 'on';"].join('.'));
  assert.deepEqual(
    shareProcesses(root, files),
    files.map((file) => [file]),
  );
});

test('every file is in one group, and no group is large', async () => {
  const files = Array.from({ length: 30 }, (_, number) => `test/area/${number + 10}.test.ts`);
  for (const file of files) await write(file);
  const groups = shareProcesses(root, files);
  assert.deepEqual(groups.flat(), files);
  assert.deepEqual(
    groups.map((group) => group.length),
    [10, 10, 10],
  );
});

test('of no files there is no group', () => {
  assert.deepEqual(shareProcesses(root, []), []);
});
