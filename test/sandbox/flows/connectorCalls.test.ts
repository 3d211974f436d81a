import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { JsonObject } from '../../../sandbox/flows/expression/json.ts';
import { compose, find, runsForTest } from './runsForTest.ts';
import { startTestConnector } from './startTestConnector.ts';
import { action, call } from './testFlow.ts';

describe('a flow run that calls its connector', () => {
  const { connector, run, runOver } = runsForTest();

  describe('that pages', () => {
    const list = (minimumItemCount: number) =>
      action('OpenApiConnection', {
        inputs: call('ListLetters'),
        runtimeConfiguration: { paginationPolicy: { minimumItemCount } },
      });
    beforeEach(() =>
      connector().answer(({ url }) => {
        const page = Number(new URL(url, connector().origin).searchParams.get('page') ?? 1);
        if (page === 4) return { status: 403, body: { error: { message: 'No more for you.' } } };
        return {
          status: 200,
          body: { value: [page, -page], nextLink: `${connector().origin}/api/letters?page=${page + 1}` },
        };
      }),
    );

    it('reads on until there are as many items as the setting says', async () => {
      const { outputs } = find(await run({ List: list(3) }), 'List');
      assert.deepEqual(Object(outputs).body.value, [1, -1, 2, -2]);
      assert.equal(connector().requests.length, 2);
      assert.equal(connector().requests[1]?.headers.authorization, 'Bearer token-of-the-maker');
    });

    it('fails with the page that fails, and has nothing else for outputs', async () => {
      const { error, outputs } = find(await run({ List: list(100) }), 'List');
      assert.equal(error?.message, 'No more for you.');
      assert.deepEqual(Object(outputs).body, { error: { message: 'No more for you.' } });
    });

    it('reads one page without the setting', async () => {
      const { outputs } = find(
        await run({ List: action('OpenApiConnection', { inputs: call('ListLetters') }) }),
        'List',
      );
      assert.deepEqual(Object(outputs).body.value, [1, -1]);
    });
  });

  const post = (parameters: JsonObject, more: JsonObject = {}) =>
    action('OpenApiConnection', { inputs: call('PostMessage', parameters), ...more });

  it('puts flattened parameters, names with dots and slashes, and defaults into the body', async () => {
    const record = await run(
      {
        Post: post({
          'body/text': "Alert @{triggerBody()?['id']}",
          'body/count': '3',
          'body/urgent': '@true',
          'body/odata.type': 'x',
          'body/a~1b': 'slash',
          'body/alert/id': "@triggerBody()?['id']",
          'body/alert/severity': "@triggerBody()?['nothing']",
          'body/extra/free/form': 1,
          'body/replies': [{ text: "@triggerBody()?['id']" }],
        }),
      },
      { id: 'a1' },
    );
    assert.equal(record.status, 'Succeeded');
    const [request] = connector().requests;
    assert.equal(request?.method, 'POST');
    assert.equal(request?.url, '/api/messages');
    assert.equal(request?.headers.authorization, 'Bearer token-of-the-maker');
    assert.deepEqual(request?.body, {
      text: 'Alert a1',
      kind: 'plain',
      count: 3,
      urgent: true,
      'odata.type': 'x',
      'a/b': 'slash',
      alert: { id: 'a1' },
      extra: { free: { form: 1 } },
      replies: [{ text: 'a1' }],
    });
  });

  it('has for outputs the answer as it came, and its status in words', async () => {
    connector().answer(() => ({ status: 201, body: { done: true } }));
    const { code, outputs } = find(await run({ Post: post({ 'body/text': 'x' }) }), 'Post');
    assert.deepEqual([code, Object(outputs).statusCode, Object(outputs).body], ['Created', 201, { done: true }]);
  });

  it('encodes path parameters once or twice, and writes query and header parameters', async () => {
    await run({
      Get: action('OpenApiConnection', {
        inputs: call('GetFile', {
          siteUrl: 'https://contoso/s',
          name: 'a b/c$&.docx',
          fields: ['id', 'na&me'],
          $top: '5',
          'If-Match': '"tag"',
        }),
      }),
    });
    const [request] = connector().requests;
    assert.equal(
      request?.url,
      '/api/sites/https%253A%252F%252Fcontoso%252Fs/files/a%20b%2Fc%24%26.docx?fields=id&fields=na%26me&%24top=5&api-version=1.0',
    );
    assert.equal(request?.headers['if-match'], '"tag"');
  });

  it('joins a list of the query with commas unless it says otherwise, and sends numbers as text', async () => {
    const filtered = (parameters: JsonObject) => action('OpenApiConnection', { inputs: call('FindFiles', parameters) });
    await run({ Find: filtered({ kinds: ['a', 'b'], owner: 7 }) });
    assert.equal(connector().requests[0]?.url, '/api/files?mode=whole&kinds=a%2Cb&owner=7');
  });

  it('lets a parameter of the operation replace that of its path, and does not override what was given', async () => {
    await run({ Find: action('OpenApiConnection', { inputs: call('FindFiles', { mode: 'part' }) }) });
    assert.equal(connector().requests[0]?.url, '/api/files?mode=part');
    await run({ Post: post({ body: { text: 'x', kind: 'own' } }) });
    assert.deepEqual(connector().requests[1]?.body, { text: 'x', kind: 'own' });
  });

  it('fails without calling when a parameter is missing at run time or of the wrong type', async () => {
    const missing = await run({ Post: post({ 'body/text': "@triggerBody()?['nothing']" }) });
    assert.match(find(missing, 'Post').error?.message ?? '', /'PostMessage' is missing required property 'body\/text'/);
    for (const [parameters, wanted, given] of [
      [{ 'body/text': 7 }, "'body/text' to be of type 'String'", "'Integer'"],
      [{ 'body/text': 'x', 'body/size': ' ' }, "'body/size' to be of type 'Number'", "'String'"],
    ] as const) {
      const { error } = find(await run({ Post: post(parameters) }), 'Post');
      assert.ok(error?.message.includes(`requires the property ${wanted} but is of type ${given}`), error?.message);
    }
    const wrong = await run({ Post: post({ 'body/text': 'x', 'body/count': 'many' }) });
    assert.match(
      find(wrong, 'Post').error?.message ?? '',
      /requires the property 'body\/count' to be of type 'Integer' but is of type 'String'/,
    );
    assert.equal(connector().requests.length, 0);
  });

  it('fails with the answer as its outputs and the back end’s message', async () => {
    connector().answer(() => ({ status: 404, body: { error: { code: 'notFound', message: 'No such team.' } } }));
    const record = await run({ Post: post({ 'body/text': 'x' }) });
    const step = find(record, 'Post');
    assert.equal(record.status, 'Failed');
    assert.deepEqual(step.error, { code: 'NotFound', message: 'No such team.' });
    assert.equal(connector().requests.length, 1);
    assert.equal(typeof step.outputs === 'object' && !Array.isArray(step.outputs) && step.outputs?.statusCode, 404);
  });

  for (const status of [408, 429, 500, 503]) {
    it(`retries a ${status} and says so in the history`, async () => {
      connector().answer(() =>
        connector().requests.length < 3 ? { status, headers: { 'retry-after': '9' } } : { status: 200, body: {} },
      );
      const record = await run({ Post: post({ 'body/text': 'x' }) });
      assert.equal(record.status, 'Succeeded');
      assert.equal(connector().requests.length, 3);
      assert.deepEqual(
        find(record, 'Post').retryHistory?.map(({ statusCode }) => statusCode),
        [status, status],
      );
    });
  }

  it('gives up after eight retries, or after those that the action allows', async () => {
    connector().answer(() => ({ status: 503 }));
    await run({ Post: post({ 'body/text': 'x' }) });
    assert.equal(connector().requests.length, 9);
    connector().requests.length = 0;
    await run({
      Post: action('OpenApiConnection', {
        inputs: call(
          'PostMessage',
          { 'body/text': 'x' },
          { retryPolicy: { type: 'fixed', count: 1, interval: 'PT1S' } },
        ),
      }),
    });
    assert.equal(connector().requests.length, 2);
    connector().requests.length = 0;
    await run({
      Post: action('OpenApiConnection', {
        inputs: call('PostMessage', { 'body/text': 'x' }, { retryPolicy: { type: 'none' } }),
      }),
    });
    assert.equal(connector().requests.length, 1);
  });

  it('follows a 202 with Location to the end of the operation', async () => {
    connector().answer(({ url }) => {
      if (url === '/api/messages')
        return { status: 202, headers: { location: '/api/operations/1', 'retry-after': '1' } };
      return connector().requests.length < 4
        ? { status: 202, headers: { location: '/api/operations/1' } }
        : { status: 200, body: { state: 'ended' } };
    });
    const record = await run({
      Post: post({ 'body/text': 'x' }),
      After: compose("@body('Post')?['state']", { Post: ['Succeeded'] }),
    });
    assert.equal(find(record, 'After').outputs, 'ended');
    assert.deepEqual(
      connector().requests.map(({ method, url }) => `${method} ${url}`),
      ['POST /api/messages', 'GET /api/operations/1', 'GET /api/operations/1', 'GET /api/operations/1'],
    );
  });

  it('takes a 202 as the answer where the asynchronous pattern is switched off', async () => {
    connector().answer(() => ({ status: 202, headers: { location: '/api/operations/1' } }));
    const record = await run({ Post: post({ 'body/text': 'x' }, { operationOptions: 'DisableAsyncPattern' }) });
    assert.equal(record.status, 'Succeeded');
    assert.equal(connector().requests.length, 1);
  });

  it('never sends the token to another host', async () => {
    const other = await startTestConnector();
    connector().answer(() => ({ status: 202, headers: { location: `${other.origin}/elsewhere` } }));
    await run({ Post: post({ 'body/text': 'x' }) });
    await other.close();
    assert.equal(other.requests.length, 1);
    assert.equal(other.requests[0]?.headers.authorization, undefined);
  });

  it('times out an operation that outlasts its limit', async () => {
    connector().answer(() => ({ status: 202, headers: { location: '/api/operations/1', 'retry-after': '100' } }));
    const record = await run({
      Post: post({ 'body/text': 'x' }, { limit: { timeout: 'PT1H' } }),
      Late: compose('late', { Post: ['TimedOut'] }),
      Never: compose('never', { Post: ['Failed'] }),
    });
    assert.equal(find(record, 'Post').status, 'TimedOut');
    assert.equal(find(record, 'Late').status, 'Succeeded');
    assert.equal(find(record, 'Never').status, 'Skipped');
  });

  it('tells a connector that does not answer in time from one that cannot be reached', async () => {
    for (const [thrown, code] of [
      [new DOMException('Too late.', 'TimeoutError'), 'GatewayTimeout'],
      [new TypeError('fetch failed'), 'BadGateway'],
    ] as const) {
      const inputs = call('PostMessage', { 'body/text': 'x' }, { retryPolicy: { type: 'none' } });
      const actions = { Post: action('OpenApiConnection', { inputs }) };
      const record = await runOver(() => Promise.reject(thrown), actions);
      assert.equal(find(record, 'Post').error?.code, code);
    }
  });
});
