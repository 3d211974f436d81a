import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { azurite } from '../../azurite.ts';
import { bareEnvironment } from '../../bareEnvironment.ts';
import { until } from '../../until.ts';

describe('the host command', () => {
  let connectionString: string;
  let directory: string;
  const children: ChildProcess[] = [];

  before(async () => {
    ({ connectionString } = await azurite());
    directory = await mkdtemp(join(tmpdir(), 'host-'));
    await writeFile(join(directory, 'host.json'), '{ "version": "2.0" }');
  });
  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    await rm(directory, { recursive: true });
  });

  function run(entry: string, environment: Record<string, string> = {}, port = 0) {
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'fixture/command.ts'), entry, `${port}`, directory],
      {
        env: { ...bareEnvironment, AzureWebJobsStorage: connectionString, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    children.push(child);
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      output.stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output.stderr += chunk.toString('utf8');
    });
    return { child, output, closed: once(child, 'close') };
  }

  async function addressOf({ output, child }: ReturnType<typeof run>): Promise<string> {
    await until('the host listens', () => {
      assert.equal(child.exitCode, null, output.stderr);
      return output.stdout.includes('Listening on');
    });
    return /Listening on http:\/\/localhost:(\d+)\n/.exec(output.stdout)?.[1] ?? '';
  }

  test('tells its functions and address, runs on the environment and a key of its own, and ends at SIGTERM', async () => {
    const host = run('command.app.ts', { FIXTURE: 'from the environment', SANDBOX: 'true' });
    const port = await addressOf(host);
    assert.deepEqual(host.output.stdout.trim().split('\n').slice(0, -1), [
      'http  setting  GET,POST /api/setting',
      'timer nightly  0 0 3 * * *',
      'queue hints  command-hints',
    ]);
    const answer = await (await fetch(`http://127.0.0.1:${port}/api/setting`)).json();
    const key = await readFile(join(directory, '.local/encryption-key'), 'utf8');
    assert.deepEqual(answer, { fixture: 'from the environment', key });
    host.child.kill('SIGTERM');
    assert.deepEqual(await host.closed, [0, null]);
  });

  test('reads local.settings.json, over which the environment wins', async (t) => {
    const path = join(directory, 'local.settings.json');
    t.after(() => rm(path));
    await writeFile(path, JSON.stringify({ Values: { FIXTURE: 'from the file', ENCRYPTION_KEYS: 'from the file' } }));
    const port = await addressOf(run('command.app.ts', { FIXTURE: 'from the environment' }));
    const answer = await (await fetch(`http://127.0.0.1:${port}/api/setting`)).json();
    assert.deepEqual(answer, { fixture: 'from the environment', key: 'from the file' });
  });

  test('ends with code 1 and the plain reason when the app refuses to start', async () => {
    const { output, closed } = run('refusesToStart.ts');
    assert.deepEqual(await closed, [1, null]);
    assert.equal(output.stderr, 'ENTRA_TENANT_ID is not set.\n');
  });

  test('ends with code 1 and the name of the port when it is busy', async (t) => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    t.after(() => blocker.close());
    const address = blocker.address();
    assert.ok(address && typeof address === 'object');
    const { output, closed } = run('command.app.ts', {}, address.port);
    assert.deepEqual(await closed, [1, null]);
    assert.match(output.stderr, new RegExp(`Port ${address.port} is in use`));
  });
});
