import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { releasedFile } from '../../connector/compatibility/releasedDefinition.ts';
import { runScript } from './runScript.ts';

const script = `
  const { commandFlags } = await import('./connector/commandFlags.ts');
  console.log(JSON.stringify(commandFlags('how to', { json: { type: 'boolean' }, out: { type: 'string', default: 'here' } })));
`;
const command = (...flags: readonly string[]) =>
  runScript(['--input-type=module', '--eval', script, '--', 'in place of a file', ...flags]);

test('gives the flags, with what holds where none is given', async () => {
  const { code, stdout } = await command('--json');
  assert.deepEqual([code, JSON.parse(stdout)], [0, { json: true, out: 'here' }]);
});

test('prints how a command is used when it is asked for help, whatever else it is asked', async () => {
  assert.deepEqual(await command('--unheardOf', '--help'), { code: 0, stdout: 'how to\n', stderr: '' });
});

test('says in one line what it does not take, and how the command is used', async () => {
  const refusals = [
    [['--unheardOf'], "Unknown option '--unheardOf'"],
    [['--out'], "Option '--out <value>' argument missing"],
    [['plain'], "Unexpected argument 'plain'"],
  ] as const;
  for (const [flags, fault] of refusals) {
    const { code, stdout, stderr } = await command(...flags);
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, new RegExp(`^${fault}[^\n]*\n\nhow to\n$`));
  }
});

test('does not release for somebody who only asks how', async () => {
  // What it would write may be what stands there.
  const releasedAtMs = async () => (await stat(join(import.meta.dirname, '../..', releasedFile))).mtimeMs;
  const before = await releasedAtMs();
  for (const flag of ['--help', '--unheardOf']) await runScript(['connector/release.ts', flag]);
  assert.equal(await releasedAtMs(), before);
});

test('names the file of environments that it cannot read', async () => {
  const { code, stderr } = await runScript(['connector/package.ts', '--environments', 'nowhere.json']);
  assert.deepEqual([code, stderr], [1, "nowhere.json: ENOENT: no such file or directory, open 'nowhere.json'\n"]);
});
