import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadLocalSettings } from '../../../sandbox/host/localSettings.ts';

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'settings-'));
});
after(() => rm(directory, { recursive: true }));

const load = async (text: string): Promise<NodeJS.ProcessEnv> => {
  const environment: NodeJS.ProcessEnv = { GIVEN: 'by the environment' };
  const file = join(directory, 'local.settings.json');
  await writeFile(file, text);
  await loadLocalSettings(file, environment);
  return environment;
};

test('adds what the environment does not say, as text', async () => {
  const environment = await load('{"IsEncrypted":false,"Values":{"GIVEN":"by the file","PORT":7071}}');
  assert.deepEqual(environment, { GIVEN: 'by the environment', PORT: '7071' });
});

test('takes a file that is not there for one that says nothing', async () => {
  const environment: NodeJS.ProcessEnv = {};
  await loadLocalSettings(join(directory, 'none.json'), environment);
  assert.deepEqual(environment, {});
});

test('refuses what is no JSON, and what is encrypted', async () => {
  await assert.rejects(load('{'), /local\.settings\.json is not JSON: /);
  await assert.rejects(load('{"IsEncrypted":true,"Values":{"A":"b"}}'), /is encrypted; decrypt it with "func settings/);
});
