import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import biome from '../../biome.json' with { type: 'json' };
import { type BiomeConfiguration, checkLayers } from '../../connector/checkLayers.ts';

const layer = (folders: readonly string[], forbidden: readonly string[]): BiomeConfiguration['overrides'][number] => ({
  includes: folders.map((folder) => `functions/${folder}/**`),
  linter: {
    rules: {
      style: { noRestrictedImports: { options: { patterns: [{ group: forbidden.map((one) => `**/${one}/**`) }] } } },
    },
  },
});
const configuration = {
  overrides: [
    { includes: ['docs/**'] },
    layer(['storage'], ['alerts', 'teams']),
    layer(['alerts', 'teams', 'users'], ['alerts', 'teams', 'users']),
  ],
};

test('every folder of the app has its layer', async () => {
  const entries = await readdir(join(import.meta.dirname, '../../functions'), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  assert.deepEqual(checkLayers(biome, folders), []);
});

test('names a folder that the linter does not know, and one that a layer may import though not its like', () => {
  assert.deepEqual(checkLayers(configuration, ['storage', 'alerts', 'users', 'trial']), [
    'functions/users: biome.json lets functions/storage import it; add "**/users/**" to what that layer must not import',
    'functions/trial: biome.json does not know the folder; add "functions/trial/**" to its layer',
  ]);
});
