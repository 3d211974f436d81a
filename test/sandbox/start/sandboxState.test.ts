import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { serve } from '../../../sandbox/serve.ts';
import {
  type Holder,
  hasStarted,
  holderOf,
  removeState,
  takeDirectory,
  writeState,
} from '../../../sandbox/start/sandboxState.ts';
import { folderForTest } from '../../folderForTest.ts';

async function startHolder(t: TestContext, processId: number): Promise<Holder> {
  const { origin, close } = await serve({
    listener: (_request, response) => response.end(JSON.stringify({ processId })),
  });
  t.after(close);
  return { processId, control: origin };
}

test('of many that start at once, one has the directory and the others learn which', async (t) => {
  const directory = await folderForTest(t);
  const holders = await Promise.all([1, 2, 3, 4, 5].map((id) => startHolder(t, id)));
  const others = await Promise.all(holders.map((holder) => takeDirectory(directory, holder)));
  const winner = holders[others.indexOf(undefined)];
  assert.ok(winner);
  assert.deepEqual(
    others.filter((other) => other !== undefined),
    Array.from({ length: 4 }, () => winner),
  );
  assert.deepEqual(await readdir(directory), ['sandbox.json']);
});

test('whoever has crashed has nothing, also where somebody else answers on its port by now', async (t) => {
  const directory = await folderForTest(t);
  const stranger = await startHolder(t, 7);
  await writeFile(join(directory, 'sandbox.json'), '{"processId":6,');
  assert.equal(await takeDirectory(directory, { processId: 6, control: stranger.control }), undefined);
  assert.equal(await holderOf(directory), undefined);
  assert.equal(await takeDirectory(directory, stranger), undefined);
  assert.deepEqual(await holderOf(directory), stranger);
});

test('tells one that starts from one that has told its addresses', async (t) => {
  const directory = await folderForTest(t);
  const holder = await startHolder(t, 8);
  await takeDirectory(directory, holder);
  const starting = await holderOf(directory);
  assert.ok(starting && !hasStarted(starting));
  const places = { caFile: '', entra: '', graph: '', backEnd: '', channelPage: '', flowRuns: '', logs: '' };
  await writeState(directory, { ...holder, ...places, startedAt: new Date().toISOString() });
  const started = await holderOf(directory);
  assert.ok(started && hasStarted(started));
  await removeState(directory);
  assert.equal(await holderOf(directory), undefined);
});
