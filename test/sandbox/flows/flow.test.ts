import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { isObject, type Json } from '../../../sandbox/flows/expression/json.ts';
import type { Flow } from '../../../sandbox/flows/flow.ts';
import type { RunRecord } from '../../../sandbox/flows/runRecord.ts';
import { type FlowRunner, startFlowRunner } from '../../../sandbox/flows/startFlowRunner.ts';
import { connectorsOf, startTestConnector, type TestConnector } from './startTestConnector.ts';
import { action, call, polling, testFlow, webhook } from './testFlow.ts';

const token = 'eyJ.token.of-the-maker';

describe('a flow', () => {
  let connector: TestConnector;
  let runner: FlowRunner;
  let subscriptions = 0;

  before(async () => {
    connector = await startTestConnector();
  });
  beforeEach(async () => {
    connector.requests.length = 0;
    subscriptions = 0;
    connector.answer(({ method, url }) => {
      if (method === 'DELETE') return { status: 204 };
      if (url !== '/api/subscriptions') return { status: 200, body: {} };
      subscriptions += 1;
      return {
        status: 201,
        headers: { location: `/api/subscriptions/${subscriptions}/secret-${subscriptions}` },
        body: {},
      };
    });
    await runner?.close();
    runner = await startFlowRunner({
      connectors: connectorsOf(connector, token),
      retryScale: 60_000,
      bodyLimitBytes: 1000,
    });
    connector.requests.length = 0;
  });
  after(async () => {
    await runner.close();
    await connector.close();
  });

  const echo = { Echo: action('Compose', { inputs: '@triggerBody()' }) };

  function lines(): string[] {
    return connector.requests.map(({ method, url }) => `${method} ${url}`);
  }

  function callbackUrl(index = 0): string {
    const body = connector.requests[index]?.body;
    assert.ok(isObject(body) && isObject(body.callback));
    assert.ok(typeof body.callback.notificationUrl === 'string');
    return body.callback.notificationUrl;
  }

  async function send(url: string, body: unknown): Promise<Response> {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer caller-token' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  async function codeOf(response: Response): Promise<Json> {
    const json: { error: { code: string } } = JSON.parse(await response.text());
    return json.error.code;
  }

  describe('with a webhook trigger', () => {
    it('subscribes with its callback when it is turned on and deletes the subscription when turned off', async () => {
      const flow = runner.import(testFlow(echo), { environmentVariables: { purview_Severity: 'high' } });
      assert.equal(flow.state, 'Off');
      await flow.turnOn();
      assert.equal(flow.state, 'On');
      assert.deepEqual(connector.requests[0]?.body, {
        minimumSeverity: 'high',
        callback: { notificationUrl: flow.callbackUrl },
      });
      assert.equal(connector.requests[0]?.headers.authorization, `Bearer ${token}`);
      const url = new URL(callbackUrl());
      assert.match(url.pathname, /^\/workflows\/[0-9a-f]{32}\/triggers\/When_it_happens\/paths\/invoke$/);
      assert.deepEqual([...url.searchParams.keys()], ['api-version', 'sp', 'sv', 'sig']);
      await flow.turnOff();
      assert.deepEqual(lines(), ['POST /api/subscriptions', 'DELETE /api/subscriptions/1/secret-1']);
      assert.equal(flow.state, 'Off');
    });

    it('subscribes anew with the same callback before it deletes the old subscription when it is renewed', async () => {
      const flow = runner.import(testFlow(echo));
      await flow.turnOn();
      await flow.renew();
      assert.equal(callbackUrl(0), callbackUrl(1));
      await flow.turnOff();
      assert.deepEqual(lines(), [
        'POST /api/subscriptions',
        'POST /api/subscriptions',
        'DELETE /api/subscriptions/1/secret-1',
        'DELETE /api/subscriptions/2/secret-2',
      ]);
    });

    it('keeps the old subscription when the new one is refused', async () => {
      const flow = runner.import(testFlow(echo));
      await flow.turnOn();
      connector.answer(({ method }) => ({ status: method === 'DELETE' ? 204 : 403 }));
      await assert.rejects(flow.renew(), /answered 403/);
      await flow.turnOff();
      assert.equal(lines().at(-1), 'DELETE /api/subscriptions/1/secret-1');
    });

    it('stays off when the subscription is refused, and tries again when the back end has trouble', async () => {
      const flow = runner.import(testFlow(echo));
      connector.answer(() => ({ status: 403, body: { error: { message: 'Role missing.' } } }));
      await assert.rejects(flow.turnOn(), /problem with the flow's trigger.* answered 403: .*Role missing/);
      assert.equal(flow.state, 'Off');
      assert.equal(flow.triggerHistory()[0]?.status, 'Failed');
      connector.answer(() =>
        connector.requests.length < 4 ? { status: 503 } : { status: 201, headers: { location: '/x' } },
      );
      await flow.turnOn();
      assert.equal(flow.state, 'On');
      assert.equal(connector.requests.length, 4);
    });

    it('counts a subscription that is already gone as deleted, and says when it may be there still', async () => {
      for (const [status, code] of [
        [404, 'Unsubscribed'],
        [410, 'Unsubscribed'],
        [403, 'Forbidden'],
      ] as const) {
        const flow = runner.import(testFlow(echo));
        await flow.turnOn();
        connector.answer(({ method }) =>
          method === 'DELETE' ? { status } : { status: 201, headers: { location: '/api/subscriptions/1' } },
        );
        await flow.turnOff();
        assert.equal(flow.triggerHistory()[0]?.code, code);
      }
    });

    it('subscribes once, however often it is turned on', async () => {
      const flow = runner.import(testFlow(echo));
      await flow.turnOn();
      await flow.turnOn();
      assert.equal(connector.requests.length, 1);
    });

    it('hands on a body that is no JSON as the text that it is', async () => {
      const flow = runner.import(testFlow(echo));
      await flow.turnOn();
      // As large as it may be.
      const body = 'x'.repeat(1_000);
      await fetch(callbackUrl(), { method: 'POST', headers: { 'content-type': 'text/plain' }, body });
      await flow.idle();
      assert.equal(flow.runs()[0]?.actions[0]?.outputs, body);
    });

    it('answers 202 with the run’s id and runs with the body', async () => {
      const flow = runner.import(testFlow(echo));
      await flow.turnOn();
      const ended: RunRecord[] = [];
      const stop = runner.onRun((run) => ended.push(run));
      const response = await send(callbackUrl(), { eventId: 'e1' });
      assert.equal(response.status, 202);
      await flow.idle();
      stop();
      const [run] = flow.runs();
      assert.equal(run?.id, response.headers.get('x-ms-workflow-run-id'));
      assert.deepEqual(run?.actions[0]?.outputs, { eventId: 'e1' });
      assert.deepEqual(
        ended.map(({ id }) => id),
        [run?.id],
      );
    });

    it('refuses callbacks without the signature, for other flows, while off, too large or not JSON', async () => {
      const flow = runner.import(testFlow(echo));
      await flow.turnOn();
      const url = callbackUrl();
      const refusals: [url: string, body: unknown, status: number, code: string][] = [
        [url.replace(/sig=.*/, 'sig=wrong'), {}, 401, 'AuthorizationFailed'],
        [url.replace(/&sig=.*/, ''), {}, 401, 'AuthorizationFailed'],
        [url.replace(/workflows\/./, 'workflows/_'), {}, 404, 'WorkflowNotFound'],
        [url.replace('When_it_happens/paths', 'Other/paths'), {}, 404, 'WorkflowNotFound'],
        [url, JSON.stringify('x'.repeat(999)), 413, 'RequestEntityTooLarge'],
        [url, '{', 400, 'InvalidRequestContent'],
      ];
      for (const [address, body, status, code] of refusals) {
        const response = await send(address, body);
        assert.equal(response.status, status, address);
        assert.equal(await codeOf(response), code);
      }
      assert.equal((await fetch(url)).status, 405);
      await flow.turnOff();
      const off = await send(url, {});
      assert.equal(off.status, 404);
      assert.equal(await codeOf(off), 'WorkflowTriggerIsNotEnabled');
      assert.equal(flow.runs().length, 0);
    });

    it('starts no run when a trigger condition is not met', async () => {
      const conditions = [{ expression: "@equals(triggerBody()?['severity'], 'high')" }];
      const flow = runner.import(testFlow(echo, webhook({ conditions })));
      await flow.turnOn();
      const low = await send(callbackUrl(), { severity: 'low' });
      assert.equal(low.status, 202);
      assert.equal(low.headers.get('x-ms-workflow-run-id'), null);
      await send(callbackUrl(), { severity: 'high' });
      await flow.idle();
      assert.equal(flow.runs().length, 1);
      assert.deepEqual(
        flow.triggerHistory().map(({ status }) => status),
        ['Succeeded', 'Skipped', 'Succeeded'],
      );
    });

    it('runs once per item when it splits, and no more at once than its concurrency control allows', async () => {
      const trigger = webhook({
        splitOn: "@triggerOutputs()?['body/value']",
        runtimeConfiguration: { concurrency: { runs: 1 } },
      });
      const flow = runner.import(
        testFlow({ Wait: action('Wait', { inputs: { interval: { unit: 'Second', count: 60 } } }), ...echo }, trigger),
      );
      await flow.turnOn();
      await send(callbackUrl(), { value: ['a', 'b', 'c'] });
      const underWay = flow.runs().filter(({ status, actions }) => status === 'Running' && actions.length > 0);
      assert.ok(underWay.length <= 1);
      await flow.idle();
      const runs = flow.runs().reverse();
      assert.deepEqual(
        runs.map(({ actions }) => actions.find(({ name }) => name === 'Echo')?.outputs),
        ['a', 'b', 'c'],
      );
      for (const [index, run] of runs.entries()) {
        const next = runs[index + 1]?.actions[0]?.startTime;
        assert.ok(next === undefined || (run.endTime ?? '9') <= next);
      }
    });

    it('records a firing that its split expression cannot handle', async () => {
      const flow = runner.import(testFlow(echo, webhook({ splitOn: "@triggerBody()?['value']" })));
      flow.fire({ outputs: { body: { value: 'one' } } });
      assert.equal(flow.runs().length, 0);
      assert.match(flow.triggerHistory()[0]?.error?.message ?? '', /must give an array/);
    });
  });

  describe('with a polling trigger', () => {
    const perItem = polling({ splitOn: "@triggerOutputs()?['body/value']" });

    async function runsOf(flow: Flow, count: number): Promise<Json[]> {
      while (flow.runs().length < count) await new Promise((resolve) => setTimeout(resolve, 2));
      await flow.idle();
      return flow
        .runs()
        .map(({ actions }) => actions[0]?.outputs ?? null)
        .reverse();
    }

    it('keeps asking where the last Location said, and starts a run per item', async () => {
      connector.answer(({ url }) => {
        const cursor = Number(new URL(url, connector.origin).searchParams.get('cursor') ?? 0);
        const headers = { location: `/api/alerts/new?severity=high&cursor=${cursor + 1}` };
        if (cursor === 0) return { status: 202, headers: { ...headers, 'retry-after': '1' } };
        return cursor < 3 ? { status: 200, headers, body: { value: [`a${cursor}`, `b${cursor}`] } } : { status: 202 };
      });
      const flow = runner.import(testFlow(echo, perItem));
      await flow.turnOn();
      assert.deepEqual(await runsOf(flow, 4), ['a1', 'b1', 'a2', 'b2']);
      await flow.turnOff();
      assert.deepEqual(lines().slice(0, 3), [
        'GET /api/alerts/new?severity=high',
        'GET /api/alerts/new?severity=high&cursor=1',
        'GET /api/alerts/new?severity=high&cursor=2',
      ]);
      const asked = connector.requests.length;
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(connector.requests.length, asked);
    });

    it('asks on after a check that could not sign in', async () => {
      let refusals = 2;
      connector.answer(() => ({ status: 200, headers: { 'retry-after': '1000000' }, body: { value: ['a'] } }));
      const accessToken = async () => {
        if (refusals-- > 0) throw new Error('Entra ID is down');
        return token;
      };
      const flow = runner.import(testFlow(echo, perItem), { connections: { shared_test: { accessToken } } });
      await flow.turnOn();
      assert.deepEqual(await runsOf(flow, 1), ['a']);
      assert.deepEqual(
        flow.triggerHistory().map(({ status, code }) => `${status} ${code}`),
        ['Succeeded OK', 'Failed Unauthorized', 'Failed Unauthorized'],
      );
      await flow.turnOff();
    });

    it('starts no run for an answer without content', async () => {
      connector.answer(() => ({ status: 204 }));
      const flow = runner.import(testFlow(echo, polling()));
      await flow.runTrigger();
      assert.deepEqual([flow.triggerHistory()[0]?.status, flow.runs()], ['Skipped', []]);
    });

    it('makes one check at a time, each from where the one before led', async () => {
      connector.answer(({ url }) => {
        const cursor = Number(new URL(url, connector.origin).searchParams.get('cursor') ?? 0);
        return { status: 202, headers: { location: `/api/alerts/new?cursor=${cursor + 1}` } };
      });
      const flow = runner.import(testFlow(echo, perItem));
      await Promise.all([flow.runTrigger(), flow.runTrigger(), flow.runTrigger()]);
      assert.deepEqual(lines(), [
        'GET /api/alerts/new?severity=high',
        'GET /api/alerts/new?cursor=1',
        'GET /api/alerts/new?cursor=2',
      ]);
    });

    it('takes up where it was when it is turned on again', async () => {
      connector.answer(() => ({
        status: 202,
        headers: { location: '/api/alerts/new?cursor=9', 'retry-after': '1000000' },
      }));
      const flow = runner.import(testFlow(echo, perItem));
      await flow.runTrigger();
      await flow.runTrigger();
      assert.deepEqual(lines(), ['GET /api/alerts/new?severity=high', 'GET /api/alerts/new?cursor=9']);
      assert.deepEqual(
        flow.triggerHistory().map(({ status }) => status),
        ['Skipped', 'Skipped'],
      );
    });

    it('records a check that failed and asks the same again, wherever the answer leads', async () => {
      connector.answer(() => ({ status: 400, headers: { location: '/api/alerts/new?cursor=lost' }, body: {} }));
      const flow = runner.import(testFlow(echo, perItem));
      await flow.runTrigger();
      connector.answer(() => ({ status: 200, body: { value: [1] } }));
      await flow.runTrigger();
      assert.deepEqual(await runsOf(flow, 1), [1]);
      assert.deepEqual(lines(), ['GET /api/alerts/new?severity=high', 'GET /api/alerts/new?severity=high']);
      assert.deepEqual(
        flow.triggerHistory().map(({ status, code }) => `${status} ${code}`),
        ['Succeeded OK', 'Failed BadRequest'],
      );
    });
  });

  it('runs on a schedule', async () => {
    const flow = runner.import(
      testFlow(
        { Say: action('Compose', { inputs: "@trigger()?['name']" }) },
        { type: 'Recurrence', recurrence: { frequency: 'Minute', interval: 1 } },
      ),
    );
    await flow.turnOn();
    while (flow.runs().length < 2) await new Promise((resolve) => setTimeout(resolve, 2));
    await flow.turnOff();
    await flow.idle();
    assert.equal(flow.runs()[0]?.actions[0]?.outputs, 'When_it_happens');
  });

  describe('with a button', () => {
    const button = {
      type: 'Request',
      kind: 'Button',
      inputs: { schema: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] } },
    };

    it('runs with what was entered into the form, and not while it is off', async () => {
      const flow = runner.import(testFlow(echo, button));
      await assert.rejects(flow.runTrigger({ text: 'M-1' }), /The flow is off/);
      await flow.turnOn();
      await flow.runTrigger({ text: 'M-1' });
      await flow.idle();
      assert.deepEqual(flow.runs()[0]?.actions[0]?.outputs, { text: 'M-1' });
    });

    it('refuses a form that is not filled in', async () => {
      const flow = runner.import(testFlow(echo, button));
      await flow.turnOn();
      await assert.rejects(flow.runTrigger({ text: 7 }), /The form is not filled in: \/text must be string/);
      await assert.rejects(flow.runTrigger(), /must have required property 'text'/);
      assert.deepEqual(flow.runs(), []);
    });
  });

  describe('in the run history', () => {
    async function leaky(): Promise<{ flow: Flow; everything: string; signature: string }> {
      connector.answer(({ url, headers }) =>
        url === '/api/subscriptions'
          ? { status: 201, headers: { location: '/api/subscriptions/1/secret-of-the-subscription' } }
          : {
              status: 200,
              headers: { 'set-cookie': 'session=cookie-secret' },
              body: { sent: headers.authorization ?? null },
            },
      );
      const flow = runner.import(
        testFlow({
          Post: action('OpenApiConnection', {
            inputs: call('PostMessage', { 'body/text': "<script>alert('x')</script>" }),
          }),
          Leak: action('Compose', { inputs: "@triggerOutputs()['headers']['authorization']" }),
          Url: action('Compose', { inputs: "@concat('see ', triggerBody()?['url'], ' now')" }),
          Secret: action('Compose', {
            inputs: 'hidden-by-the-flow',
            runtimeConfiguration: { secureData: { properties: ['inputs', 'outputs'] } },
          }),
        }),
        { name: 'Leaky <b>flow</b>' },
      );
      await flow.turnOn();
      const url = callbackUrl();
      await send(url, { url });
      await flow.idle();
      const [run] = flow.runs();
      const pages = ['/runs', '/runs.json', `/runs/${run?.id}`, `/runs/${run?.id}.json`];
      const texts = await Promise.all(pages.map(async (page) => (await fetch(`${runner.origin}${page}`)).text()));
      const everything = [...texts, JSON.stringify(flow.runs()), JSON.stringify(flow.triggerHistory())].join('\n');
      return { flow, everything, signature: new URL(url).searchParams.get('sig') ?? '' };
    }

    it('shows no token, signature, cookie, subscription secret or secured input', async () => {
      const { flow, everything, signature } = await leaky();
      assert.equal(flow.runs()[0]?.status, 'Succeeded');
      for (const secret of [
        token,
        'caller-token',
        signature,
        'cookie-secret',
        'secret-of-the-subscription',
        'hidden-by-the-flow',
      ]) {
        assert.ok(secret.length > 5);
        assert.equal(everything.includes(secret), false, `${secret} is hidden`);
      }
      assert.match(everything, /Content not shown due to security configuration/);
    });

    it('is a page that escapes text and allows no script', async () => {
      const { flow } = await leaky();
      const page = await fetch(`${runner.origin}/runs/${flow.runs()[0]?.id}`);
      const policy = page.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /unsafe|script-src/);
      const markup = await page.text();
      assert.doesNotMatch(markup, /<script|<b>|style=/);
      assert.match(markup, /&lt;script&gt;alert\(&#39;x&#39;\)/);
      assert.match(markup, /Leaky &lt;b&gt;flow/);
      assert.equal((await fetch(`${runner.origin}/runs.css`)).headers.get('content-type'), 'text/css; charset=utf-8');
    });

    it('answers 404 for a run that is not there', async () => {
      assert.equal((await fetch(runner.origin)).url, `${runner.origin}/runs`);
      assert.equal((await fetch(`${runner.origin}/runs/123`)).status, 404);
      assert.equal((await fetch(`${runner.origin}/elsewhere`)).status, 404);
    });
  });

  it('unsubscribes and lets nothing run on when the runner closes', async () => {
    const flow = runner.import(
      testFlow({ Wait: action('Wait', { inputs: { interval: { unit: 'Month', count: 12 } } }) }),
    );
    await flow.turnOn();
    await send(callbackUrl(), {});
    await runner.close();
    assert.equal(flow.runs()[0]?.status, 'Cancelled');
    assert.equal(lines().at(-1), 'DELETE /api/subscriptions/1/secret-1');
  });
});
