import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { Secret } from '../../functions/runtime/secret.ts';
import { createDeliverer, type Deliverer } from '../../functions/subscriptions/deliver.ts';
import { shownSecret } from '../../functions/subscriptions/signature.ts';
import { serve } from '../../sandbox/serve.ts';
import { CallbackSink } from './callbackSink.ts';

// For callbacks that answer, however busy the machine is, and for those that never do.
const ampleMs = 10_000;
const timeoutMs = 800;
const secrets = [
  new Secret(randomBytes(32).toString('base64')),
  new Secret(randomBytes(32).toString('base64')),
] as const;

describe('a deliverer', () => {
  let sink: CallbackSink;
  let deliverer: Deliverer;
  before(async () => {
    sink = await CallbackSink.start();
  });
  after(() => sink.close());
  beforeEach(() => {
    sink.received.length = 0;
    sink.answer = () => ({ status: 202 });
    deliverer = createDeliverer({ timeoutMs: ampleMs, allowsLoopback: true });
  });
  afterEach(() => deliverer.close());

  const deliver = (callback: string) =>
    deliverer.to(
      new Secret(callback),
      secrets,
    )({
      webhookId: 'the-id',
      attempt: 3,
      isReplay: false,
      json: '{"eventId":"e1","alert":{"alertId":"a1","title":"\\u00c4rger"}}',
    });

  /** A server that speaks bytes, whatever they are worth. */
  const listening = async (onConnection: (socket: Socket) => void) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      onConnection(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(address && typeof address === 'object');
    return {
      url: `http://127.0.0.1:${address.port}/hook?sig=secret`,
      close: () =>
        new Promise((resolve) => {
          for (const socket of sockets) socket.destroy();
          server.close(resolve);
        }),
    };
  };

  const outcomeOf = async (onConnection: (socket: Socket) => void) => {
    const server = await listening(onConnection);
    const startedMs = performance.now();
    try {
      return { outcome: await deliver(server.url), tookMs: performance.now() - startedMs };
    } finally {
      await server.close();
    }
  };

  test('posts the event as JSON, with its envelope in front and its id in a header', async () => {
    const before = new Date().toISOString();
    assert.deepEqual(await deliver(sink.url), { kind: 'delivered' });
    const [{ headers, body, event } = assert.fail()] = sink.received;
    assert.equal(headers['content-type'], 'application/json');
    assert.equal(headers['webhook-id'], 'the-id');
    assert.equal(headers['user-agent'], 'PurviewResponse');
    assert.equal(headers['content-length'], String(Buffer.byteLength(body)));
    const { deliveredAt, ...rest } = event;
    assert.ok(String(deliveredAt) >= before && String(deliveredAt) <= new Date().toISOString());
    assert.deepEqual(rest, { attempt: 3, isReplay: false, eventId: 'e1', alert: { alertId: 'a1', title: 'Ärger' } });
  });

  test('signs each POST for the newest secret and for the one before it, as Standard Webhooks has it', async () => {
    await deliver(sink.url);
    const [{ headers, body, event } = assert.fail()] = sink.received;
    const sent = headers as Record<string, string>;
    for (const secret of secrets) assert.deepEqual(new Webhook(shownSecret(secret)).verify(body, sent), event);
    const another = new Webhook(randomBytes(32).toString('base64'));
    assert.throws(() => another.verify(body, sent), /No matching signature/);
    const [first] = secrets;
    const receiver = new Webhook(shownSecret(first));
    assert.throws(() => receiver.verify(body.replace('a1', 'a2'), sent), /No matching signature/);
    assert.throws(() => receiver.verify(body, { ...sent, 'webhook-id': 'another' }), /No matching signature/);
    const earlier = String(Number(sent['webhook-timestamp']) - 60);
    assert.throws(() => receiver.verify(body, { ...sent, 'webhook-timestamp': earlier }), /No matching signature/);
  });

  test('tells in headers which attempt it is, and whether it is a replay', async () => {
    await deliver(sink.url);
    const [{ headers } = assert.fail()] = sink.received;
    assert.deepEqual([headers['webhook-attempt'], headers['webhook-is-replay']], ['3', 'false']);
  });

  const paths = {
    '/a/b?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=a%2Bb_c-d%3d': undefined,
    '/%7Euser/..%2f/%2e%2e/./x//y?b=2&a=1&a=': undefined,
    '/!$&\'()*+,;=:@[]{}|^`<>"~?q=/?&x=%zz%': undefined,
    '/': undefined,
    '': '/',
    '?sig=abc': '/?sig=abc',
    '?next=/x': '/?next=/x',
  };
  for (const [path, sent = path] of Object.entries(paths))
    test(`sends the path ${path || '(none)'} byte by byte`, async () => {
      await deliver(`http://127.0.0.1:${sink.port}${path}`);
      assert.equal(sink.received[0]?.path, sent);
    });

  for (const host of ['127.0.0.1', 'localhost', 'LocalHost'])
    test(`reaches ${host} in the sandbox`, async () => {
      assert.deepEqual(await deliver(`http://${host}:${sink.port}/x`), { kind: 'delivered' });
    });

  test('reaches the IPv6 loopback in the sandbox', async (context) => {
    const server = await serve({ host: '::1', listener: (_request, response) => response.writeHead(204).end() }).catch(
      () => undefined,
    );
    if (!server) return context.skip('This machine has no IPv6.');
    assert.deepEqual(await deliver(`http://[::1]:${server.port}/x`), { kind: 'delivered' });
    await server.close();
  });

  for (const status of [301, 302, 303, 307, 308])
    test(`does not follow a ${status}`, async () => {
      sink.answer = () => ({ status, headers: { location: `http://127.0.0.1:${sink.port}/elsewhere` } });
      const outcome = await deliver(sink.url);
      assert.equal(outcome.kind, 'trouble');
      assert.equal(sink.received.length, 1);
    });

  test('tells the wait that an answer asks for', async () => {
    sink.answer = () => ({ status: 503, headers: { 'retry-after': '7' } });
    assert.deepEqual(await deliver(sink.url), {
      kind: 'trouble',
      status: 503,
      reason: 'The callback answered 503.',
      retryAfterMs: 7_000,
    });
    sink.answer = () => ({ status: 429, headers: { 'retry-after': new Date(Date.now() + 60_000).toUTCString() } });
    const outcome = await deliver(sink.url);
    assert.ok(outcome.kind === 'trouble');
    assert.ok(Math.abs((outcome.retryAfterMs ?? 0) - 60_000) < 5_000);
  });

  test('takes no proxy from the environment', async () => {
    let asked = 0;
    const proxy = await listening((socket) => {
      asked++;
      socket.destroy();
    });
    const { HTTP_PROXY, http_proxy } = process.env;
    process.env.HTTP_PROXY = proxy.url;
    process.env.http_proxy = proxy.url;
    const outcome = await deliver(sink.url);
    Object.assign(process.env, { HTTP_PROXY, http_proxy });
    if (HTTP_PROXY === undefined) delete process.env.HTTP_PROXY;
    if (http_proxy === undefined) delete process.env.http_proxy;
    await proxy.close();
    assert.deepEqual(outcome, { kind: 'delivered' });
    assert.equal(asked, 0);
  });

  test('takes the status of an answer whose body never ends', async () => {
    let written = 0;
    const { outcome } = await outcomeOf((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
      const chunk = Buffer.alloc(16 * 1024, 'x');
      const pour = setInterval(() => {
        if (socket.destroyed) return;
        written += chunk.length;
        socket.write(`${chunk.length.toString(16)}\r\n`);
        socket.write(chunk);
        socket.write('\r\n');
      }, 1);
      socket.on('close', () => clearInterval(pour));
    });
    assert.deepEqual(outcome, { kind: 'delivered' });
    assert.ok(written < 16 * 1024 * 1024, `${written} bytes were read`);
  });

  describe('whose time is short', () => {
    beforeEach(async () => {
      await deliverer.close();
      deliverer = createDeliverer({ timeoutMs, allowsLoopback: true });
    });

    test('gives up a callback that does not answer, when its time is over', async () => {
      const { outcome } = await outcomeOf(() => undefined);
      assert.deepEqual(outcome, { kind: 'trouble', reason: 'The callback did not answer within 0.8 s.' });
    });

    test('gives up a callback that answers drop by drop', async () => {
      const { outcome, tookMs } = await outcomeOf((socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        let n = 0;
        const drip = setInterval(() => socket.write(`x-${n++}: y\r\n`), 20);
        socket.on('close', () => clearInterval(drip));
      });
      assert.deepEqual(outcome, { kind: 'trouble', reason: 'The callback did not answer within 0.8 s.' });
      assert.ok(tookMs < 10 * timeoutMs);
    });

    test('takes the status of an answer that stalls in the middle of its body', async () => {
      const { outcome } = await outcomeOf((socket) => {
        socket.write('HTTP/1.1 422 No\r\ncontent-length: 100\r\n\r\nabc');
      });
      assert.deepEqual(outcome, { kind: 'refused', status: 422 });
    });
  });

  const breaks: Readonly<Record<string, (socket: Socket) => unknown>> = {
    'drops the connection': (socket) => socket.once('data', () => socket.destroy()),
    'resets the connection': (socket) => socket.once('data', () => socket.resetAndDestroy()),
    'answers with something else than HTTP': (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
    'answers with a header of a megabyte': (socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(1_000_000)}\r\n\r\n`),
    'answers and asks for more': (socket) =>
      socket.write('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 503 No\r\ncontent-length: 0\r\n\r\n'),
  };
  for (const [what, onConnection] of Object.entries(breaks))
    test(`calls it trouble when the callback ${what}, and keeps the address to itself`, async () => {
      const { outcome } = await outcomeOf(onConnection);
      assert.ok(outcome.kind === 'trouble', outcome.kind);
      assert.doesNotMatch(outcome.reason, /sig=|secret|hook|127\.0\.0\.1/);
    });

  test('calls it trouble when nobody listens', async () => {
    const server = await listening(() => undefined);
    await server.close();
    const outcome = await deliver(server.url);
    assert.deepEqual(outcome, { kind: 'trouble', reason: 'The callback could not be reached (ECONNREFUSED).' });
  });

  test('does not fail for an address that cannot be sent to', async () => {
    const outcome = await deliver('http://127.0.0.1:1/\u0141');
    assert.equal(outcome.kind, 'trouble');
  });
});
