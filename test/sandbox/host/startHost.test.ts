import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { describe, test } from 'node:test';
import { until } from '../../until.ts';
import { entriesOf, journal } from './fixture/journal.ts';
import { startFixture } from './startFixture.ts';

describe('the local host', () => {
  test('runs the hooks of the app around its start, its invocations and its end', async (t) => {
    const host = await startFixture('hooks');
    t.after(() => host.stop());
    const api = `http://127.0.0.1:${host.port}/api`;
    assert.equal(entriesOf('appStart').length, 1);

    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const greeted = await fetch(`${api}/greets`, { headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` } });
    assert.equal(greeted.headers.get('x-wrapped'), 'yes');
    assert.match(await greeted.text(), new RegExp(`^00-${traceId}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
    const [line] = host.logs.filter(({ functionName }) => functionName === 'greets');
    assert.equal(line?.message, 'the *** is here');
    assert.equal(line?.category, 'user');

    assert.equal((await fetch(`${api}/fails`)).status, 418);
    assert.deepEqual(
      entriesOf('postInvocation').map(({ input }) => input),
      [
        { seen: 'greets', failed: false },
        { seen: 'fails', failed: true },
      ],
    );

    await host.stop();
    assert.equal(journal.at(-1)?.functionName, 'appTerminate');
  });

  test('refuses two functions of one name', async () => {
    await assert.rejects(startFixture('duplicate'), /A function with id "twice" has already been registered/);
  });

  test('refuses a registration after the start', async (t) => {
    const host = await startFixture('late');
    t.after(() => host.stop());
    assert.equal((await fetch(`http://127.0.0.1:${host.port}/api/registersLate`)).status, 500);
    assert.ok(host.logs.some(({ message }) => message.includes('can only be registered during app startup')));
  });

  test('refuses function keys, which it does not have', async () => {
    await assert.rejects(startFixture('functionKey'), /Function "keyed": the local host knows no function keys/);
  });

  test('starts no app whose entry point throws', async () => {
    await assert.rejects(startFixture('refusesToStart'), /ENTRA_TENANT_ID is not set/);
  });

  test('names the port that is busy', async (t) => {
    const first = await startFixture('http');
    t.after(() => first.stop());
    await assert.rejects(startFixture('http', { port: first.port }), new RegExp(`Port ${first.port} is in use`));
  });

  test('lets a running request end when it is stopped, and takes no further one', async () => {
    const host = await startFixture('http');
    const before = entriesOf('slow').length;
    const slow = fetch(`http://127.0.0.1:${host.port}/api/slow`);
    await until('the slow function runs', () => entriesOf('slow').length > before);
    const stopped = host.stop();
    assert.equal(await (await slow).text(), 'done');
    await stopped;
    await assert.rejects(fetch(`http://127.0.0.1:${host.port}/api/unrouted`));
  });

  test('gives up on running requests when the grace period is over', async () => {
    const host = await startFixture('http', { gracePeriodMs: 10 });
    const endless = fetch(`http://127.0.0.1:${host.port}/api/endless`);
    await until('the endless function runs', () => entriesOf('endless').length > 0);
    await Promise.all([host.stop(), assert.rejects(endless)]);
  });
});

test('a host without its storage serves HTTP and says what it waits for', async (t) => {
  const closed = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => closed.once('listening', resolve));
  const address = closed.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await new Promise((resolve) => closed.close(resolve));
  const endpoint = `http://127.0.0.1:${port}/devstoreaccount1`;
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;BlobEndpoint=${endpoint};QueueEndpoint=${endpoint}`;

  const host = await startFixture('command.app', { connectionString, storageWaitMs: 100 });
  t.after(() => host.stop());
  assert.equal((await fetch(`http://127.0.0.1:${host.port}/api/setting`)).status, 200);
  await until('it says so', () => host.logs.some(({ message }) => /command-hints waits for storage/.test(message)));
});
