import assert from 'node:assert/strict';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Metafile } from 'esbuild';
import { bundle } from '../connector/bundle.ts';
import { listTeams } from '../functions/teams/listTeams.ts';
import { users } from '../sandbox/contoso/users.ts';
import { type BackEnd, startBackEnd } from './backEnd.ts';

const root = join(import.meta.dirname, '..');
const neededLater = ['applicationinsights', '@azure/identity', '@microsoft/microsoft-graph-client'];

describe('what is deployed, in a folder without node_modules,', () => {
  let folder: string;
  let metafile: Metafile;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deployed-'));
    metafile = await bundle(join(root, 'functions/main.ts'), join(folder, 'dist'));
    for (const file of ['package.json', 'host.json']) await copyFile(join(root, file), join(folder, file));
  });
  after(() => rm(folder, { recursive: true }));

  const running = async (use: (backEnd: BackEnd) => Promise<void>): Promise<string> => {
    const backEnd = await startBackEnd({ ALERT_POLL_SCHEDULE: '0 0 0 1 1 *' }, { folder });
    try {
      await use(backEnd);
    } finally {
      await backEnd.stop();
    }
    return backEnd.stderr();
  };

  const assertLive = async (backEnd: BackEnd): Promise<void> => {
    const { status, body } = await backEnd.call('GET /health/live');
    assert.deepEqual([status, body], [200, { status: 'live' }]);
  };

  test('runs under the library it will run under in Azure, reaches storage, Entra ID and Graph, and never warns', async () => {
    const warnings = await running(async (backEnd) => {
      await assertLive(backEnd);
      assert.equal((await backEnd.call('GET /health/ready')).status, 200);
      const teams = await backEnd.call(listTeams, { token: await backEnd.tokenOf(users.megan) });
      assert.equal(teams.status, 200, teams.text);
    });
    assert.equal(warnings, '');
  });

  // The last test: it takes files away.
  test('starts and answers before it loads telemetry, the Entra ID client or the Graph client', async () => {
    for (const name of neededLater) {
      const files = filesWith(metafile, name);
      assert.notEqual(files.length, 0, name);
      for (const file of files) await rm(file, { force: true });
    }
    assert.equal(await running(assertLive), '');
  });
});

/** The bundled files that hold a part of a package. */
const filesWith = ({ outputs }: Metafile, name: string): readonly string[] =>
  Object.entries(outputs)
    .filter(([, { inputs }]) => Object.keys(inputs).some((input) => input.includes(`node_modules/${name}/`)))
    .map(([file]) => resolve(file));
