import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { isObject, type Json, type JsonObject } from '../../../sandbox/flows/expression/json.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import { type FlowRunner, startFlowRunner } from '../../../sandbox/flows/startFlowRunner.ts';
import { connectorsOf, startTestConnector, type TestConnector } from './startTestConnector.ts';
import { action, call, testFlow } from './testFlow.ts';

describe('an action that waits for its connector to call back', () => {
  let connector: TestConnector;
  let runner: FlowRunner;
  let asked: PromiseWithResolvers<string>;

  before(async () => {
    connector = await startTestConnector();
    runner = await startFlowRunner({
      connectors: connectorsOf(connector),
      retryScale: 10_000,
      bodyLimitBytes: 1_000,
    });
  });
  beforeEach(() => {
    asked = Promise.withResolvers();
    connector.answer(({ body }) => {
      asked.resolve(isObject(body) ? String(body.notificationUrl) : '');
      return { status: 201, body: {} };
    });
  });
  after(async () => {
    await runner.close();
    await connector.close();
  });

  const ask = (more: JsonObject = {}) => ({
    Ask: action('OpenApiConnectionWebhook', {
      inputs: call('AskAndWait', { 'body/question': "Is @{triggerBody()?['file']} yours?" }),
      ...more,
    }),
  });

  function start(actions: JsonObject): Flow {
    const flow = runner.import(testFlow(actions));
    flow.fire({ outputs: { body: { file: 'cards.xlsx' } } });
    return flow;
  }

  const post = (url: string, body: Json): Promise<Response> =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  it('has for outputs what it is told', async () => {
    const then = { Answer: action('Compose', { inputs: "@body('Ask')?['answer']" }, { Ask: ['Succeeded'] }) };
    const flow = start({ ...ask(), ...then });
    assert.equal((await post(await asked.promise, { answer: 'yes' })).status, 200);
    await flow.idle();
    const [run] = flow.runs();
    assert.equal(run?.status, 'Succeeded');
    assert.equal(run?.actions.find(({ name }) => name === 'Answer')?.outputs, 'yes');
    const [request] = connector.requests;
    assert.ok(isObject(request?.body));
    assert.equal(request.body.question, 'Is cards.xlsx yours?');
  });

  it('is told once, by whoever has its address', async () => {
    const flow = start(ask());
    const url = await asked.promise;
    assert.equal((await post(`${url}x`, { answer: 'no' })).status, 404);
    assert.equal((await post(url, { answer: 'x'.repeat(1_000) })).status, 413);
    assert.equal((await post(url, { answer: 'yes' })).status, 200);
    assert.equal((await post(url, { answer: 'no' })).status, 404);
    await flow.idle();
    assert.deepEqual(Object(flow.runs()[0]?.actions[0]?.outputs).body, { answer: 'yes' });
  });

  it('keeps its address out of the history', async () => {
    const flow = start(ask());
    const url = new URL(await asked.promise);
    await post(url.href, {});
    await flow.idle();
    assert.ok(!JSON.stringify(flow.runs()).includes(url.searchParams.get('sig') ?? ''));
  });

  it('waits in every round of a loop for an answer of its own', async () => {
    const asking: string[] = [];
    const both = Promise.withResolvers<void>();
    connector.answer(({ body }) => {
      asking.push(isObject(body) ? String(body.notificationUrl) : '');
      if (asking.length === 2) both.resolve();
      return { status: 201, body: {} };
    });
    const flow = start({
      Each: action('Foreach', {
        foreach: '@range(0, 2)',
        actions: ask(),
        runtimeConfiguration: { concurrency: { repetitions: 2 } },
      }),
    });
    await both.promise;
    for (const url of asking) assert.equal((await post(url, {})).status, 200);
    await flow.idle();
    assert.equal(flow.runs()[0]?.status, 'Succeeded');
  });

  it('times out after its limit, and takes no answer any more', async () => {
    const flow = start({
      ...ask({ limit: { timeout: 'PT1H' } }),
      Late: action('Compose', { inputs: 'nobody answered' }, { Ask: ['TimedOut'] }),
    });
    await flow.idle();
    assert.deepEqual(
      flow.runs()[0]?.actions.map(({ name, status }) => [name, status]),
      [
        ['Ask', 'TimedOut'],
        ['Late', 'Succeeded'],
      ],
    );
    assert.equal((await post(await asked.promise, {})).status, 404);
  });

  it('asks again when the connector has trouble, and says so in the history', async () => {
    const answer = connector.requests.length;
    connector.answer(({ body }) => {
      if (connector.requests.length === answer + 1) return { status: 503 };
      asked.resolve(isObject(body) ? String(body.notificationUrl) : '');
      return { status: 201, body: {} };
    });
    const flow = start(ask());
    await post(await asked.promise, {});
    await flow.idle();
    const [asking] = flow.runs()[0]?.actions ?? [];
    assert.deepEqual([asking?.status, asking?.retryHistory?.map(({ statusCode }) => statusCode)], ['Succeeded', [503]]);
  });

  it('has its limit from when the connector took the question on, however long that took', async () => {
    const slow = await startFlowRunner({
      connectors: connectorsOf(connector),
      fetch: async (...request) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return fetch(...request);
      },
      // An hour is over in a millisecond.
      retryScale: 3_600_000,
    });
    const before = connector.requests.length;
    const flow = slow.import(testFlow(ask({ limit: { timeout: 'PT1H' } })));
    flow.fire({ outputs: { body: {} } });
    await flow.idle();
    await slow.close();
    assert.deepEqual([flow.runs()[0]?.actions[0]?.status, connector.requests.length], ['TimedOut', before + 1]);
  });

  it('fails when the connector does not take the question', async () => {
    connector.answer(() => ({ status: 400, body: { error: { message: 'Nobody is called that.' } } }));
    const flow = start(ask());
    await flow.idle();
    const [asking] = flow.runs()[0]?.actions ?? [];
    assert.deepEqual([asking?.status, asking?.error?.message], ['Failed', 'Nobody is called that.']);
  });
});
