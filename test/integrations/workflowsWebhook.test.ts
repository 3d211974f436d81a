import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { workflowsMessage } from '../../functions/integrations/workflowsMessage.ts';
import { isWorkflowsUrl } from '../../functions/integrations/workflowsUrl.ts';
import { workflowsWebhook } from '../../functions/integrations/workflowsWebhook.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { UpstreamError } from '../../functions/runtime/upstreamError.ts';

const path = '/workflows/1/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=canary';
const message = workflowsMessage({ type: 'AdaptiveCard', version: '1.5', body: [] });

let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
let requests: { url: string | undefined; method: string | undefined; type: string | undefined; body: string }[] = [];
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = await request.toArray();
  const { url, method, headers } = request;
  requests.push({ url, method, type: headers['content-type'], body: Buffer.concat(chunks).toString() });
  answer(request, response);
});

before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  requests = [];
});

const addressOf = ({ port }: AddressInfo) => `http://127.0.0.1:${port}${path}`;
const open = (options: { timeoutMs?: number } = {}) =>
  workflowsWebhook({ url: new Secret(addressOf(server.address() as AddressInfo)), hosts: 'loopback', ...options });

/** The error of a post that the server answers like this; asserts that it was tried once and tells no address. */
const failureOf = async (status: number, headers: Record<string, string> = {}): Promise<UpstreamError> => {
  answer = (_, response) => response.writeHead(status, headers).end('{"error":{"code":"x","message":"sig=canary"}}');
  return await failure(open().post(message));
};
const failure = async (posting: Promise<void>): Promise<UpstreamError> => {
  const error = await posting.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UpstreamError, inspect(error));
  assert.equal(error.service, 'Teams Workflows webhook');
  assert.doesNotMatch(inspect(error, { depth: 9 }), /canary|\/workflows\//);
  return error;
};

describe('a Workflows webhook', () => {
  for (const status of [200, 202]) {
    test(`takes ${status} for posted, and gets the card as an object`, async () => {
      answer = (_, response) => response.writeHead(status).end();
      await open().post(message);
      assert.equal(requests.length, 1);
      const [{ body, ...head }] = requests as [(typeof requests)[number]];
      assert.deepEqual(head, { url: path, method: 'POST', type: 'application/json' });
      assert.deepEqual(JSON.parse(body), {
        type: 'message',
        attachments: [
          {
            contentType: 'application/vnd.microsoft.card.adaptive',
            contentUrl: null,
            content: { type: 'AdaptiveCard', version: '1.5', body: [] },
          },
        ],
      });
    });
  }

  test('that throttles names the wait', async () => {
    const error = await failureOf(429, { 'retry-after': '7', 'x-ms-request-id': 'r-1' });
    assert.deepEqual([error.kind, error.retryAfterMs, error.requestId], ['throttled', 7_000, 'r-1']);
    assert.equal(requests.length, 1);
  });

  test('that is gone or off must be renewed by an administrator', async () => {
    for (const status of [401, 403, 404, 410]) {
      const error = await failureOf(status);
      assert.equal(error.kind, 'fault');
      assert.match(error.message, new RegExp(`no longer valid \\(${status}\\).*TEAMS_WEBHOOK_URL`));
    }
  });

  test('that fails or refuses is a fault, tried once', async () => {
    for (const status of [400, 413, 500, 502, 503, 504]) {
      requests = [];
      const error = await failureOf(status);
      assert.equal(error.kind, 'fault');
      assert.match(error.message, new RegExp(`\\(${status}\\)`));
      assert.equal(error.effect, [500, 502, 504].includes(status) ? 'unknown' : undefined);
      assert.equal(requests.length, 1);
    }
  });

  test('is not followed elsewhere', async () => {
    const error = await failureOf(307, { location: '/elsewhere' });
    assert.equal(error.kind, 'fault');
    assert.deepEqual(
      requests.map(({ url }) => url),
      [path],
    );
  });

  test('that answers without an end is not read to the end', async () => {
    const closed = Promise.withResolvers<void>();
    answer = (_, response) => {
      response.on('close', closed.resolve).writeHead(202);
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    };
    await open().post(message);
    await closed.promise;
  });

  test('that drops the connection is away, and is not tried again', async () => {
    answer = (request) => request.socket.destroy();
    const error = await failure(open().post(message));
    assert.deepEqual([error.kind, error.effect], ['away', 'unknown']);
    assert.match(error.message, /the card may be there/);
    assert.equal(requests.length, 1);
  });

  test('that says nothing is given up at the deadline', async () => {
    answer = () => undefined;
    const error = await failure(open({ timeoutMs: 500 }).post(message));
    assert.deepEqual([error.kind, error.effect], ['away', 'unknown']);
    assert.match(error.message, /did not answer within 0\.5 s/);
    assert.equal(requests.length, 1);
  });

  test('that nobody serves is away', async () => {
    const free = createTcpServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const url = new Secret(addressOf(free.address() as AddressInfo));
    await new Promise((resolve) => free.close(resolve));
    const error = await failure(workflowsWebhook({ url, hosts: 'loopback' }).post(message));
    assert.deepEqual([error.kind, error.effect], ['away', undefined]);
  });
});

describe('the address of a Workflows webhook', () => {
  test('is on a host of Power Automate, over https', () => {
    for (const address of [
      `https://prod-12.westeurope.logic.azure.com:443${path}`,
      `https://default0123.ab.environment.api.powerplatform.com:443/powerautomate/automations/direct${path}`,
    ]) {
      assert.ok(isWorkflowsUrl(address, 'workflows'), address);
      assert.doesNotThrow(() => workflowsWebhook({ url: new Secret(address) }));
    }
  });

  test('is nothing else, and the refusal does not show it', () => {
    for (const address of [
      `http://prod-12.westeurope.logic.azure.com${path}`,
      `https://prod-12.westeurope.logic.azure.com:8443${path}`,
      `https://user@prod-12.westeurope.logic.azure.com${path}`,
      `https://prod-12.logic.azure.com@evil.test${path}`,
      `https://logic.azure.com.evil.test${path}`,
      `https://evillogic.azure.com${path}`,
      `https://contoso.webhook.office.com${path}`,
      `http://127.0.0.1:8080${path}`,
      `https://localhost${path}`,
      'canary',
      '',
    ]) {
      assert.ok(!isWorkflowsUrl(address, 'workflows'), address);
      assert.throws(
        () => workflowsWebhook({ url: new Secret(address) }),
        (error: unknown) => /TEAMS_WEBHOOK_URL/.test(String(error)) && !/canary/.test(inspect(error)),
      );
    }
  });

  test('may lead to this machine in the sandbox, and nowhere else that it could not lead before', () => {
    for (const origin of ['http://127.0.0.1:8080', 'https://localhost:1', 'http://[::1]:2']) {
      assert.ok(isWorkflowsUrl(origin + path, 'loopback'), origin);
    }
    for (const origin of [
      'http://127.0.0.2',
      'http://10.0.0.1',
      'https://evil.test',
      'http://a.logic.azure.com',
      'ftp://localhost',
    ]) {
      assert.ok(!isWorkflowsUrl(origin + path, 'loopback'), origin);
    }
  });
});
