import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { until } from '../until.ts';
import { everyHop } from './everyHop.ts';
import { sandboxesForTest } from './sandboxesForTest.ts';
import { childrenOf, runs, sandboxCommand } from './startedSandbox.ts';

const { newDirectory, start } = sandboxesForTest();

describe('npm start after a crash', () => {
  let directory: string;
  before(async () => {
    directory = await newDirectory();
  });

  test('says that the back end ended, shows the end of its log, and stops the rest', async () => {
    const sandbox = start(directory, '--port', '0');
    await sandbox.told(/stops everything/);
    const children = await childrenOf(sandbox.child);
    const backEnd = children.find(({ command }) => command.includes('host.ts'));
    assert.ok(backEnd);
    process.kill(backEnd.id, 'SIGKILL');
    assert.equal(await sandbox.ended, 1);
    assert.match(sandbox.output(), /The back end ended by itself[\s\S]*\n {2}\| \[PostToTeams\][\s\S]*Run npm start/);
    for (const { id, command } of children) assert.equal(await runs(id), false, command);
  });

  test('leaves no process behind when it is killed itself', async () => {
    const sandbox = start(directory, '--port', '0');
    await sandbox.told(/✓ Back end/);
    const children = await childrenOf(sandbox.child);
    assert.equal(children.length, 2, JSON.stringify(children));
    sandbox.child.kill('SIGKILL');
    for (const { id, command } of children) await until(`${command} ended`, async () => !(await runs(id)));
  });

  test('while it starts, lets no other start, and ends by the command stop, with 1 when no card has arrived', async () => {
    const sandbox = start(directory, '--port', '0', '--once');
    await sandbox.told(/✓ Storage/);
    // Without its storage it goes on starting, however long the others take.
    const [azurite] = (await childrenOf(sandbox.child)).filter(({ command }) => command.includes('azurite'));
    assert.ok(azurite);
    process.kill(azurite.id, 'SIGSTOP');
    const second = start(directory, '--port', '0');
    assert.equal(await second.ended, 1);
    assert.match(second.output(), new RegExp(`being started already, by process ${sandbox.child.pid}\\.`));
    const { output } = await sandboxCommand(directory, 'status');
    assert.match(output, /^The sandbox is still starting; /);
    process.kill(azurite.id, 'SIGCONT');
    assert.deepEqual(await sandboxCommand(directory, 'stop'), { code: 0, output: 'Stopped.\n' });
    assert.equal(await sandbox.ended, 1);
    assert.match(sandbox.output(), /It was stopped before the card arrived\./);
  });

  test('starts again on what is left; --once ends with 0 when the card has arrived', async () => {
    const sandbox = start(directory, '--port', '0', '--once');
    assert.equal(await sandbox.ended, 0, sandbox.output());
    assert.match(sandbox.output(), everyHop);
  });
});
