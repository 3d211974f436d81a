import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { suite, test } from 'node:test';

const script = join(import.meta.dirname, '../../.ci/run');

/** A stand-in for a command: writes down how it was called, and fails when that contains $FAIL_AT. */
const recorder = `#!/usr/bin/env bash
call="\${0##*/} $*"
echo "$call" >>"$CALLS"
[[ -n $FAIL_AT && $call == *"$FAIL_AT"* ]] && exit 7
exit 0
`;

interface Run {
  readonly status: number | null;
  readonly output: string;
  readonly calls: readonly string[];
}

/** Runs the script in an empty project, with only stand-ins and a few ordinary commands on its path. */
const run = async (commands: readonly string[], failAt = ''): Promise<Run> => {
  const folder = await mkdtemp(join(tmpdir(), 'ci-'));
  try {
    const bin = join(folder, 'bin');
    const calls = join(folder, 'calls');
    await mkdir(bin);
    await mkdir(join(folder, 'project/.ci'), { recursive: true });
    await cp(script, join(folder, 'project/.ci/run'));
    await writeFile(calls, '');
    for (const command of ['bash', 'env', 'dirname', 'id']) await symlink(`/usr/bin/${command}`, join(bin, command));
    for (const command of commands) {
      await writeFile(join(bin, command), recorder);
      await chmod(join(bin, command), 0o755);
    }
    const child = spawn(join(folder, 'project/.ci/run'), [], { env: { PATH: bin, CALLS: calls, FAIL_AT: failAt } });
    const [stdout, stderr, status] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject)),
    ]);
    return { status, output: stdout + stderr, calls: (await readFile(calls, 'utf8')).trim().split('\n') };
  } finally {
    await rm(folder, { recursive: true });
  }
};

suite('.ci/run', () => {
  test('runs the steps of the README in their order', async () => {
    const { status, output, calls } = await run(['npm', 'chromium']);
    assert.equal(status, 0, output);
    assert.deepEqual(calls, [
      'chromium --version',
      'npm ci',
      'npm test',
      'npm run check',
      'npm run build',
      'npm start -- --once',
    ]);
    assert.match(output, /\.ci\/run: all steps passed\n$/);
  });

  for (const [command, step] of [
    ['npm ci', 'npm ci && npm test'],
    ['npm test', 'npm ci && npm test'],
    ['npm run check', 'npm run check'],
    ['npm run build', 'npm run build'],
    ['npm start', 'npm start -- --once'],
  ] as const) {
    test(`stops when "${command}" fails, names the step and does not exit with 0`, async () => {
      const { status, output, calls } = await run(['npm', 'chromium'], command);
      assert.equal(status, 1);
      assert.ok(output.includes(`.ci/run: failed at "${step}" (exit 7)`), output);
      assert.ok(calls.at(-1)?.startsWith(command));
    });
  }

  test('installs Chromium where it is missing', async () => {
    const { calls } = await run(['npm', 'apt-get', 'sudo']);
    const installs = calls.filter((call) => call.includes('apt-get')).map((call) => call.replace(/^sudo /, ''));
    assert.deepEqual(installs, ['apt-get update', 'apt-get install -y --no-install-recommends chromium']);
  });

  test('goes on loudly where Chromium cannot be installed', async () => {
    const { status, output } = await run(['npm', 'apt-get', 'sudo'], 'apt-get');
    assert.equal(status, 0);
    assert.match(output, /WARNING: Chromium could not be installed\. THE BROWSER TESTS WILL BE SKIPPED\./);
  });
});
