import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import project from '../package.json' with { type: 'json' };

const lockFile = join(import.meta.dirname, '../package-lock.json');

test('every install script of a package is allowed or denied, so that npm ci asks nobody', async () => {
  const { packages } = JSON.parse(await readFile(lockFile, 'utf8'));
  const withScript = Object.entries<{ readonly hasInstallScript?: boolean }>(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([folder]) => folder.replace(/^.*node_modules\//, ''));
  assert.deepEqual(
    withScript.filter((name) => !Object.hasOwn(project.allowScripts, name)),
    [],
  );
});
