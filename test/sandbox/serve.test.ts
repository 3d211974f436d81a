import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { serve } from '../../sandbox/serve.ts';
import { certificatesForTest } from '../certificatesForTest.ts';

test('answers under the origin that it names', async (t) => {
  const server = await serve({ listener: (request, response) => response.end(request.url) });
  t.after(() => server.close());
  assert.equal(server.origin, `http://localhost:${server.port}`);
  const response = await fetch(`${server.origin}/path`);
  assert.equal(await response.text(), '/path');
});

test('takes the wished port when it is free and another one when it is busy', async (t) => {
  const first = await serve({ listener: (_request, response) => response.end('first') });
  t.after(() => first.close());
  const second = await serve({ listener: (_request, response) => response.end('second'), port: first.port });
  t.after(() => second.close());
  assert.notEqual(second.port, first.port);
  assert.equal(await (await fetch(second.origin)).text(), 'second');
  const wished = second.port;
  await second.close();
  const third = await serve({ listener: (_request, response) => response.end('third'), port: wished });
  t.after(() => third.close());
  assert.equal(third.port, wished);
});

test('rejects when it cannot bind for another reason than a busy port', async () => {
  await assert.rejects(serve({ listener: () => {}, host: '192.0.2.1' }), { code: 'EADDRNOTAVAIL' });
});

test('ends idle keep-alive connections and unanswered requests when it closes', async () => {
  const arrivals: string[] = [];
  const server = await serve({
    listener: (request, response) => {
      arrivals.push(request.url ?? '');
      if (request.url === '/answered') response.end('ok');
    },
  });
  const idle = connect(server.port, '127.0.0.1');
  idle.write('GET /answered HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(idle, 'data');
  const hanging = connect(server.port, '127.0.0.1').on('error', () => {});
  hanging.write('GET /hanging HTTP/1.1\r\nHost: localhost\r\n\r\n');
  while (arrivals.length < 2) await new Promise((resolve) => setImmediate(resolve));
  const ended = Promise.all([once(idle, 'close'), once(hanging, 'close')]);
  await server.close();
  await ended;
  await assert.rejects(fetch(server.origin));
});

test('ends connections that are still shaking hands when it closes', async () => {
  const { keyPem: key, certificatePem: cert } = await certificatesForTest();
  const server = await serve({ listener: () => {}, tls: { key, cert } });
  const silent = connect(server.port, '127.0.0.1').on('error', () => {});
  await once(silent, 'connect');
  // Accepted by the server as well, which has answered one that came later.
  const later = connect(server.port, '127.0.0.1').on('error', () => {});
  later.write('not a greeting');
  await once(later, 'close');
  const ended = once(silent, 'close');
  await server.close();
  await ended;
});

test('may be closed twice', async () => {
  const server = await serve({ listener: () => {} });
  await Promise.all([server.close(), server.close()]);
  await server.close();
});

test('answers 500 and keeps serving when a listener fails', async (t) => {
  const printed = t.mock.method(console, 'error', () => {});
  const server = await serve({
    listener: async (request, response) => {
      if (request.url === '/faulty') throw new Error('a fault of the simulator');
      response.end('ok');
    },
  });
  t.after(() => server.close());
  assert.equal((await fetch(`${server.origin}/faulty`)).status, 500);
  assert.equal(String(printed.mock.calls[0]?.arguments[0]), 'Error: a fault of the simulator');
  assert.equal(await (await fetch(server.origin)).text(), 'ok');
});
