import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import { listDeadLetters } from '../../functions/subscriptions/listDeadLetters.ts';
import { exampleCall } from '../exampleCall.ts';
import { allOperations } from '../tableOfContents.ts';
import type { OpenDoors } from './openDoors.ts';

interface Strange {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a proxy or a framework might take for an order. */
const orders: Readonly<Record<string, string>> = {
  'x-forwarded-host': 'evil.test',
  'x-forwarded-proto': 'gopher',
  'x-forwarded-prefix': '/evil',
  'x-forwarded-for': '127.0.0.1',
  forwarded: 'for=127.0.0.1;host=evil.test;proto=https',
  'x-original-url': '/api/health/live',
  'x-rewrite-url': '/api/health/live',
  'x-http-method-override': 'DELETE',
  'x-method-override': 'DELETE',
  'x-original-host': 'evil.test',
  origin: 'null',
  referer: 'https://evil.test/',
  'x-ms-client-principal': 'eyJyb2xlcyI6WyJQdXJ2aWV3LkFkbWluaXN0cmF0b3IiXX0=',
};

/** Requests that are none of a connector's: strange paths, methods, hosts and orders to proxies. */
export const testStrangeRequests = (doors: () => OpenDoors) =>
  describe('a strange request', () => {
    /** Sends what no URL parser has put in order before. */
    const send = async ({ method = 'GET', path = '/api/health/live', headers = {} }: Strange) => {
      const { hostname, port } = new URL(doors().backEnd.url);
      const [response] = await once(request({ hostname, port, method, path, headers }).end(), 'response');
      return { status: response.statusCode, body: await text(response) };
    };

    for (const path of [
      '/',
      '/api',
      '/api/',
      '/admin',
      '/admin/host/status',
      '/admin/functions',
      '/admin/vfs/',
      '/runtime/webhooks/durabletask/instances',
      '/runtime/webhooks/EventGrid',
      '/api/swagger.json',
      '/api/apiDefinition.swagger.json',
      '/api/host.json',
      '/api/local.settings.json',
      '/api/.env',
      '/.git/config',
      '/api/%2e%2e/admin',
      '/api/..%2fadmin',
      '/api/health/live/../../admin',
      '/api/health%2flive',
      '/api//health/live',
      '/api/health/live;x=y',
      '/api/health/live%00',
      '/api/health/live%0d%0aX:%20y',
      '/api/health/live/x',
      '/api/alerts/x/y/z',
    ]) {
      test(`finds nothing at ${path}`, async () => {
        const { status, body } = await send({ path });
        assert.equal(status, 404, body);
        assert.equal(body, '');
      });
    }

    test('by another method than the operation’s own is none of ours', async () => {
      for (const method of [
        'TRACE',
        'OPTIONS',
        'HEAD',
        'PUT',
        'POST',
        'PATCH',
        'DELETE',
        'PROPFIND',
        'SEARCH',
        'PURGE',
      ]) {
        const declared = allOperations.some((one) => one.path === '/health/live' && one.method === method);
        assert.equal(declared, false);
        const { status, body } = await send({ method });
        assert.deepEqual([method, status, body], [method, 404, '']);
      }
    });

    test('has no say in where an answer leads, or in what is called', async () => {
      const { backEnd, existing } = doors();
      const call = await existing.callOf(onDlpAlert);
      const { status, headers } = await backEnd.call(onDlpAlert, { ...call, headers: orders });
      assert.equal(status, 201);
      assert.ok(
        headers.get('location')?.startsWith(`${backEnd.url.replace('127.0.0.1', 'localhost')}/api/subscriptions/`),
      );
      assert.equal(headers.get('access-control-allow-origin'), null);
      const deadLetters = await existing.callOf(listDeadLetters);
      assert.equal((await backEnd.call(listDeadLetters, { ...deadLetters, headers: orders })).status, 200);
    });

    test('with a Host of somebody else’s changes nothing, and one that is none is refused', async () => {
      assert.equal((await send({ headers: { host: 'evil.test' } })).status, 200);
      for (const host of ['evil.test/x', 'a@b', 'a b#c', 'x\\y']) {
        assert.deepEqual([host, (await send({ headers: { host } })).status], [host, 400]);
      }
    });

    test('gets its correlation id back only where that is harmless', async () => {
      for (const id of ['x'.repeat(129), 'a b', '"}', '<script>', "' or 1 eq 1", '\u00e4', 'a;b', 'a,b']) {
        const { headers } = await doors().backEnd.call('GET /health/live', { headers: { 'x-correlation-id': id } });
        assert.match(headers.get('x-correlation-id') ?? '', /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/, id);
      }
    });

    test('may carry the orders of proxies and still needs its own token', async () => {
      const { status } = await doors().backEnd.call(onDlpAlert, { ...exampleCall(onDlpAlert), headers: orders });
      assert.equal(status, 401);
    });
  });
