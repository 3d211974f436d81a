import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { Agent } from 'undici';
import { AddressRefused, guardedConnect } from '../../functions/subscriptions/guardedConnect.ts';

describe('a guarded connection', () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.on('error', () => undefined).resume();
    socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n');
  });
  let port = 0;
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address && typeof address === 'object');
    port = address.port;
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  const get = async (host: string, allowsLoopback: boolean): Promise<number> => {
    const agent = new Agent({ connect: guardedConnect({ allowsLoopback, timeoutMs: 2_000 }) });
    try {
      return (await agent.request({ origin: `http://${host}:${port}`, path: '/', method: 'GET' })).statusCode;
    } finally {
      await agent.destroy();
    }
  };

  // The name is looked up for real, and is at home on this machine; the addresses are not looked up at all.
  const hosts = [
    'localhost',
    'LOCALHOST',
    '127.0.0.1',
    '127.0.0.2',
    '127.1',
    '2130706433',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '0.0.0.0',
  ];
  for (const host of hosts)
    test(`is not made to ${host}`, async () => {
      connections = 0;
      await assert.rejects(get(host, false), AddressRefused);
      assert.equal(connections, 0);
    });

  test('is made to plain loopback in the sandbox, and to no other address of this machine', async () => {
    for (const host of ['localhost', '127.0.0.1']) assert.equal(await get(host, true), 204);
    connections = 0;
    for (const host of ['127.0.0.2', '0.0.0.0', '[::ffff:127.0.0.1]', '169.254.169.254'])
      await assert.rejects(get(host, true), AddressRefused);
    assert.equal(connections, 0);
  });
});
