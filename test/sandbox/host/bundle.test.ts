import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { build, type Format } from 'esbuild';
import { startHost } from '../../../sandbox/host/startHost.ts';
import { folderForTest } from '../../folderForTest.ts';

const requireForBundle = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const bundles: { format: Format; extension: string; banner: string }[] = [
  { format: 'esm', extension: 'mjs', banner: requireForBundle },
  { format: 'cjs', extension: 'cjs', banner: '' },
];

for (const { format, extension, banner } of bundles) {
  test(`runs an app that is one ${format} bundle, with @azure/functions inside`, async (t) => {
    const directory = await folderForTest(t);
    const entry = join(directory, `main.${extension}`);
    await build({
      entryPoints: [join(import.meta.dirname, 'fixture/functionOfBundle.ts')],
      outfile: entry,
      bundle: true,
      platform: 'node',
      format,
      external: ['@azure/functions-core'],
      banner: { js: banner },
    });
    const host = await startHost({ entry, port: 0, hostJson: {}, writeLog: () => undefined });
    t.after(() => host.stop());
    const response = await fetch(`http://127.0.0.1:${host.port}/api/bundled`);
    assert.equal(await response.text(), 'from the bundle');
  });
}
