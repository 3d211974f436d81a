import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import type { Metafile } from 'esbuild';
import { bundle } from '../../connector/bundle.ts';
import { describeBundle } from '../../connector/describeBundle.ts';

suite('the bundle', () => {
  let folder: string;
  let metafile: Metafile;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bundle-'));
    metafile = await bundle(join(import.meta.dirname, 'bundled/main.ts'), join(folder, 'built'));
    await cp(join(folder, 'built'), join(folder, 'elsewhere'), { recursive: true });
  });
  after(() => rm(folder, { recursive: true }));

  test('loads elsewhere without node_modules or a warning, registers, and finds names of modules of both kinds', async () => {
    const worker = join(import.meta.dirname, 'bundled/worker.cjs');
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--require', worker, 'main.js'], {
      cwd: join(folder, 'elsewhere'),
      env: {},
    });
    assert.equal(stderr, '');
    assert.deepEqual(JSON.parse(stdout), {
      name: 'ReadKeys',
      reply: { jsonBody: { ofModule: 'function', ofCommonJs: 'function' } },
    });
  });

  test('keeps what is imported on demand out of what a cold start reads', () => {
    const lines = describeBundle(metafile, join(folder, 'built')).split('\n');
    const times = Object.fromEntries(
      lines.flatMap((line) => {
        const [, time = '', file = ''] = /(start|later) {2}(\S+)/.exec(line) ?? [];
        return file === '' ? [] : [[basename(file).replace(/-[A-Z0-9]+\.js$/, ''), time]];
      }),
    );
    assert.deepEqual(
      { main: times['main.js'], jose: times.jose, ajv: times.ajv },
      { main: 'start', jose: 'later', ajv: 'later' },
    );
    assert.match(lines.at(-1) ?? '', /in all$/);
  });
});
