import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { until } from '../../until.ts';
import { entriesOf } from './fixture/journal.ts';
import { type FixtureHost, startFixture } from './startFixture.ts';

describe('HTTP functions', () => {
  let host: FixtureHost;
  let api: string;

  before(async () => {
    host = await startFixture('http');
    api = `http://127.0.0.1:${host.port}/api`;
  });
  after(() => host.stop());

  const json = async (path: string, init?: RequestInit): Promise<Record<string, unknown>> =>
    JSON.parse(await (await fetch(`${api}${path}`, init)).text());

  test('hands method, decoded params, query, headers and body to the function', async () => {
    const echoed = await json('/echo/a%20b/%C3%A9?x=1&y=2', {
      method: 'POST',
      headers: { 'x-sample': 'sent' },
      body: '{"n":1}',
    });
    assert.deepEqual(echoed, {
      method: 'POST',
      url: `${api}/echo/a%20b/%C3%A9?x=1&y=2`,
      params: { id: 'a b', extra: 'é' },
      query: { x: '1', y: '2' },
      header: 'sent',
      body: '{"n":1}',
    });
  });

  test('leaves an encoded slash and broken encoding in a param as they are', async () => {
    assert.deepEqual((await json('/echo/a%2Fb/%E9')).params, { id: 'a%2Fb', extra: '%E9' });
  });

  test('takes an optional segment that is missing, and no segment more than the route has', async () => {
    assert.deepEqual((await json('/echo/only')).params, { id: 'only' });
    assert.deepEqual((await json('/ECHO/only/')).params, { id: 'only' });
    assert.equal((await fetch(`${api}/echo`)).status, 404);
    assert.equal((await fetch(`${api}/echo/a/b/c`)).status, 404);
  });

  test('joins repeated query keys with a comma, whatever their case', async () => {
    assert.deepEqual((await json('/echo/1?a=1&A=2&b=&a=3')).query, { a: '1,2,3', b: '' });
  });

  test('tries routes in the order of function name, so a wide route hides a narrow one', async () => {
    assert.deepEqual(await json('/order/exact'), { by: 'orderA', rest: 'exact' });
    assert.deepEqual(await json('/order/deep/er'), { by: 'orderA', rest: 'deep/er' });
    assert.deepEqual(await json('/order'), { by: 'orderA' });
  });

  test('goes on to the next route when a method does not fit, and answers 404 when none fits', async () => {
    assert.deepEqual(await json('/order/exact', { method: 'PUT' }), { by: 'OrderC' });
    assert.equal((await fetch(`${api}/order/exact`, { method: 'DELETE' })).status, 404);
    assert.equal((await fetch(`${api}/echo/1`, { method: 'HEAD' })).status, 404);
    assert.equal((await fetch(`${api}/echo/1`, { method: 'OPTIONS' })).status, 404);
  });

  test('gives a function without a route its name as one, under the prefix only', async () => {
    assert.equal(await (await fetch(`${api}/unrouted`)).text(), 'found by its name');
    assert.equal((await fetch(`http://127.0.0.1:${host.port}/unrouted`)).status, 404);
  });

  test('sends body bytes unchanged, and no body to HEAD', async () => {
    const response = await fetch(`${api}/bytes`);
    assert.equal(response.headers.get('content-type'), 'application/octet-stream');
    assert.deepEqual(new Uint8Array(await response.arrayBuffer()), new Uint8Array([0, 255, 128]));
    const head = await fetch(`${api}/bytes`, { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(await head.text(), '');
  });

  test('sends status, headers and cookies', async () => {
    const response = await fetch(`${api}/cookies`);
    assert.equal(response.status, 202);
    assert.equal(response.headers.get('x-own'), 'yes');
    assert.deepEqual(response.headers.getSetCookie(), [
      'plain=a%20b; path=/',
      'full=1; max-age=60; path=/api; secure; samesite=strict; httponly',
    ]);
  });

  test('answers 204 when the function returns nothing', async () => {
    const response = await fetch(`${api}/nothing`);
    assert.equal(response.status, 204);
    assert.deepEqual([...response.headers.keys()].sort(), ['connection', 'date', 'keep-alive']);
  });

  test('answers 500 with an empty body when the function throws, and logs why', async () => {
    const response = await fetch(`${api}/throws`);
    assert.equal(response.status, 500);
    assert.equal(await response.text(), '');
    assert.ok(host.logs.some(({ level, message }) => level === 'error' && message.includes('The fixture throws.')));
  });

  test('does not hand on the body of a chunked request, as in the real host', async () => {
    const request = httpRequest(`${api}/echo/1`, { method: 'POST', headers: { 'transfer-encoding': 'chunked' } });
    request.end('{"lost":true}');
    const [response] = await once(request, 'response');
    assert.equal(JSON.parse(await text(response)).body, '');
  });

  test('refuses a Host header that names no host, as a request of the client’s that is wrong', async () => {
    const statusFor = async (header: string): Promise<string | undefined> => {
      const client = connect(host.port, '127.0.0.1');
      client.write(`GET /api/unrouted HTTP/1.1\r\nHost: ${header}\r\nConnection: close\r\n\r\n`);
      return (await text(client)).split(' ')[1];
    };
    for (const header of ['a b', '[', '@@', 'x:99999', 'me:secret@x', 'x/y', 'x\\y'])
      assert.deepEqual([header, await statusFor(header)], [header, '400']);
    for (const header of ['', 'x:80', '[::1]:7071'])
      assert.deepEqual([header, await statusFor(header)], [header, '200']);
  });

  test('refuses a body of more than 100 MB before it is sent', async () => {
    const request = httpRequest(`${api}/echo/1`, { method: 'POST', headers: { 'content-length': 104_857_601 } });
    request.on('error', () => undefined).flushHeaders();
    const [response] = await once(request, 'response');
    assert.equal(response.statusCode, 413);
    request.destroy();
  });

  test('survives clients that go away before the body is whole or before the answer', async () => {
    const half = connect(host.port, '127.0.0.1');
    await once(half, 'connect');
    half.write('POST /api/echo/1 HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\npart');
    const gone = new AbortController();
    const slow = fetch(`${api}/slow`, { signal: gone.signal });
    await until('the slow function runs', () => entriesOf('slow').length > 0);
    half.destroy();
    gone.abort();
    await assert.rejects(slow);
    assert.equal((await fetch(`${api}/unrouted`)).status, 200);
  });
});

test('serves under the route prefix of host.json, and under none when it is empty', async (t) => {
  const prefixed = await startFixture('http', { hostJson: { extensions: { http: { routePrefix: 'v1/app' } } } });
  t.after(() => prefixed.stop());
  assert.equal((await fetch(`http://127.0.0.1:${prefixed.port}/v1/app/unrouted`)).status, 200);
  assert.equal((await fetch(`http://127.0.0.1:${prefixed.port}/api/unrouted`)).status, 404);

  const bare = await startFixture('http', { hostJson: { extensions: { http: { routePrefix: '' } } } });
  t.after(() => bare.stop());
  assert.equal((await fetch(`http://127.0.0.1:${bare.port}/unrouted`)).status, 200);
});
