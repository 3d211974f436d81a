import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { QueueServiceClient } from '@azure/storage-queue';
import { startAzurite } from '../../sandbox/azurite.ts';
import { freePort } from '../../sandbox/start/freePort.ts';
import { folderForTest } from '../folderForTest.ts';
import { until } from '../until.ts';

const free = { blob: 0, queue: 0, table: 0 };

test('Azurite keeps its data in its directory over a restart, and takes a free port in place of a busy one', async (t) => {
  const directory = await folderForTest(t);
  const first = await startAzurite({ directory, ports: free });
  await QueueServiceClient.fromConnectionString(first.connectionString).createQueue('kept');
  await first.close();

  // Beside a busy port, and one that somebody takes while it starts.
  const [queuePort, tablePort] = [await freePort(0), await freePort(0)];
  const blockers = [createServer(), createServer()] as const;
  t.after(() => blockers.forEach((blocker) => void blocker.close()));
  await once(blockers[0].listen(queuePort, '127.0.0.1'), 'listening');
  const starting = startAzurite({ directory, ports: { blob: 0, queue: queuePort, table: tablePort } });
  // By now it has seen that this port is free, and has not come to listen there.
  await delay(50);
  await once(blockers[1].listen(tablePort, '127.0.0.1'), 'listening');
  const second = await starting;
  t.after(() => second.close());
  assert.ok(second.queue !== queuePort && second.table !== tablePort);
  const answers = await Promise.all(
    [second.blob, second.queue, second.table].map((port) => fetch(`http://127.0.0.1:${port}/devstoreaccount1`)),
  );
  assert.ok(answers.every(({ headers }) => headers.get('server')?.startsWith('Azurite-')));
  const queue = QueueServiceClient.fromConnectionString(second.connectionString).getQueueClient('kept');
  assert.equal(await queue.exists(), true);
});

test('Azurite ends when its parent is killed', async () => {
  const source = `
    import { startAzurite } from ${JSON.stringify(new URL('../../sandbox/azurite.ts', import.meta.url).href)};
    console.log((await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } })).blob);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [port] = await once(parent.stdout, 'data');
  const answers = () =>
    fetch(`http://127.0.0.1:${Number(port)}/`).then(
      () => true,
      () => false,
    );
  assert.equal(await answers(), true);
  parent.kill('SIGKILL');
  await until('Azurite ended', async () => !(await answers()));
});
