import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, test } from 'node:test';
import { freePort } from '../../../sandbox/start/freePort.ts';

describe('a free port', () => {
  test('is the wished one when nobody listens on it, and another when somebody does', async (t) => {
    const wished = await freePort(0);
    assert.equal(await freePort(wished), wished);
    const blocker = createServer().listen(wished, '127.0.0.1');
    t.after(() => blocker.close());
    await once(blocker, 'listening');
    assert.notEqual(await freePort(wished), wished);
  });

  test('is none that the system gives to whoever asks for any', async (t) => {
    const anyone = createServer().listen(0, '127.0.0.1');
    t.after(() => anyone.close());
    await once(anyone, 'listening');
    const { port: given } = anyone.address() as AddressInfo;
    const ports = await Promise.all(Array.from({ length: 20 }, () => freePort(0)));
    assert.ok(Math.max(...ports) < given, `${Math.max(...ports)} is not below ${given}`);
  });
});
