import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import { getReadiness } from '../../functions/health/getReadiness.ts';
import { Secret } from '../../functions/runtime/secret.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import { settingsTable } from '../../functions/settingsTable.ts';
import { checkedCallback } from '../../functions/subscriptions/callbackAddress.ts';
import { createDeliverer } from '../../functions/subscriptions/deliver.ts';
import type { Resolve } from '../../functions/subscriptions/guardedConnect.ts';
import type { Outcome } from '../../functions/subscriptions/outcome.ts';
import { sendTestEvent } from '../../functions/subscriptions/sendTestEvent.ts';
import { serve } from '../../sandbox/serve.ts';
import { assertProblem } from '../assertProblem.ts';
import { type BackEnd, startBackEnd } from '../backEnd.ts';
import { exampleCall } from '../exampleCall.ts';
import { ofApp } from '../hostCommand.ts';
import { startHostProcess } from '../hostProcess.ts';
import { sendTraced } from '../sendTraced.ts';
import { leastToken } from '../tableOfContents.ts';
import { until } from '../until.ts';
import { callbackPath, insideOn, refusedCallbacks } from './callbackAddresses.ts';
import { addressFields, callbackSweep } from './callbackSweep.ts';
import { type Canary, startCanary } from './canary.ts';
import { inProduction } from './inProduction.ts';

let canary: Canary;
before(async () => {
  canary = await startCanary();
});
after(() => canary.close());

describe('the door for callbacks, at the subscription', () => {
  let backEnd: BackEnd;
  before(async () => {
    const hosts = `${settingsTable.CALLBACK_HOST_SUFFIXES.default},.callbacks.example.net`;
    backEnd = await startBackEnd({ ...inProduction, CALLBACK_HOST_SUFFIXES: hosts });
  });
  after(() => backEnd.stop());

  test('refuses every address of others', () => {
    assert.ok(refusedCallbacks.length >= 150, `${refusedCallbacks.length} addresses`);
    const { body = assert.fail() } = onDlpAlert;
    const validate = validatorOf(body, 'body');
    const rules = { hostSuffixes: settingsTable.CALLBACK_HOST_SUFFIXES.default.split(','), allowsLoopback: false };
    for (const notificationUrl of refusedCallbacks) {
      if (validate({ notificationUrl }).length > 0) continue;
      assert.throws(() => checkedCallback(notificationUrl, rules), { code: 'InvalidInput' }, notificationUrl);
    }
  });

  // `npm run faults` tries all of them everywhere.
  test('refuses addresses of others in every input that takes an address', async () => {
    const each = 50;
    const { tried, faults } = await callbackSweep(backEnd, [], each);
    assert.deepEqual(faults, []);
    assert.ok(tried >= Math.floor((150 * addressFields.length) / each), `${tried} addresses were tried`);
  });

  test('refuses every way to this machine, over http and on any port', async () => {
    const token = await leastToken(backEnd, onDlpAlert);
    for (const notificationUrl of insideOn(canary.port)) {
      const call = { ...exampleCall(onDlpAlert, { notificationUrl }), ...token };
      assertProblem(await sendTraced(backEnd, onDlpAlert, call), 'InvalidInput', 'notificationUrl');
    }
    assert.equal(canary.connections, 0);
  });

  test('says in the log and in the readiness that it was opened wider than Power Automate needs', async () => {
    const said = /CALLBACK_HOST_SUFFIXES .*\(\.callbacks\.example\.net\)/;
    assert.match(backEnd.stdout() + backEnd.stderr(), said);
    const { body } = await backEnd.call(getReadiness, await leastToken(backEnd, getReadiness));
    assert.ok(Object(body).warnings.some((warning: string) => said.test(warning)));
  });

  test('stays shut: a deployed app does not start with the rules of the sandbox', async () => {
    const deployed = { ...backEnd.environment, SANDBOX: 'true', WEBSITE_INSTANCE_ID: 'i-1' };
    await assert.rejects(startHostProcess(ofApp(0), deployed), /SANDBOX: remove it/);
  });
});

describe('the door for callbacks, at the connection', () => {
  const deliver = async (callback: string, resolve?: Resolve): Promise<Outcome> => {
    const deliverer = createDeliverer({ timeoutMs: 2_000, allowsLoopback: false, ...(resolve && { resolve }) });
    const event = {
      webhookId: 'the-id',
      attempt: 1,
      isReplay: false,
      json: '{"eventId":"e1"}',
    };
    try {
      return await deliverer.to(new Secret(callback), [new Secret('c2lnbmluZw==')])(event);
    } finally {
      await deliverer.close();
    }
  };
  const notPublic = { kind: 'trouble', reason: 'The callback’s host is not at a public address.' };
  // Nothing is there, and nothing was ever handed out around it.
  const unrouted = { address: '2c0f:ffff:ffff::1', family: 6 };

  test('connects to no address of this machine or a private network, however it is written', async () => {
    const written = insideOn(canary.port).filter((callback) => URL.canParse(callback));
    // What is no address is a name, which nobody needs to know.
    const isAddress = (callback: string) => /^[\d.]+$|^\[/.test(new URL(callback).hostname);
    assert.ok(written.filter(isAddress).length >= 70);
    for (const callback of written.filter(isAddress)) {
      assert.deepEqual([callback, await deliver(callback)], [callback, notPublic]);
    }
    assert.equal(canary.connections, 0);
  });

  const answers: Readonly<Record<string, readonly { readonly address: string; readonly family: number }[]>> = {
    'this machine': [{ address: '127.0.0.1', family: 4 }],
    'this machine in IPv6': [{ address: '::1', family: 6 }],
    'any address of this machine': [{ address: '0.0.0.0', family: 4 }],
    'any address in IPv6': [{ address: '::', family: 6 }],
    'a mapped address': [{ address: '::ffff:127.0.0.1', family: 6 }],
    'a mapped address in hexadecimal': [{ address: '::ffff:7f00:1', family: 6 }],
    'a NAT64 address': [{ address: '64:ff9b::7f00:1', family: 6 }],
    'a local NAT64 address': [{ address: '64:ff9b:1::7f00:1', family: 6 }],
    'a 6to4 address': [{ address: '2002:7f00:1::', family: 6 }],
    'a compatible address': [{ address: '::127.0.0.1', family: 6 }],
    'an address of the link': [{ address: 'fe80::1%lo', family: 6 }],
    'the metadata': [{ address: '169.254.169.254', family: 4 }],
    'the platform of Azure': [{ address: '168.63.129.16', family: 4 }],
    'a private network': [{ address: '10.0.0.4', family: 4 }],
    'a private address among public ones': [unrouted, { address: '127.0.0.1', family: 4 }],
    'a public address behind a private one': [{ address: '127.0.0.1', family: 4 }, unrouted],
    'what is no address': [{ address: 'localhost', family: 4 }],
  };
  for (const [what, addresses] of Object.entries(answers)) {
    test(`connects to no name that turns out to be ${what}`, async () => {
      const resolve: Resolve = (_name, _options, done) => done(null, [...addresses]);
      const callback = `https://prod-00.westeurope.logic.azure.com:${canary.port}${callbackPath}`;
      assert.deepEqual(await deliver(callback, resolve), notPublic);
      assert.equal(canary.connections, 0);
    });
  }

  test('looks a name up once for each connection, so that a second answer cannot replace the one that was checked', async () => {
    let lookups = 0;
    const resolve: Resolve = (_name, _options, done) => {
      lookups += 1;
      done(null, [lookups === 1 ? unrouted : { address: '127.0.0.1', family: 4 }]);
    };
    const callback = `https://prod-00.westeurope.logic.azure.com:${canary.port}${callbackPath}`;
    const { kind } = await deliver(callback, resolve);
    assert.deepEqual([kind, lookups, canary.connections], ['trouble', 1, 0]);
  });

  test('does not wait for a name that nobody knows', async () => {
    const resolve: Resolve = (_name, _options, done) => done(Object.assign(new Error('?'), { code: 'ENOTFOUND' }), []);
    const callback = `https://prod-00.westeurope.logic.azure.com${callbackPath}`;
    assert.deepEqual(await deliver(callback, resolve), {
      kind: 'trouble',
      reason: 'The callback could not be reached (ENOTFOUND).',
    });
  });
});

describe('the door for callbacks, with proxies in the environment', () => {
  test('leads straight to the callback', async (context) => {
    let deliveries = 0;
    const flow = await serve({
      host: '::1',
      listener(request, response) {
        deliveries += 1;
        request.resume().on('end', () => response.writeHead(202).end());
      },
    }).catch(() => undefined);
    if (flow === undefined) return context.skip('This machine has no IPv6.');
    const proxy = await startCanary();
    const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'http_proxy', 'https_proxy', 'all_proxy'];
    const backEnd = await startBackEnd({
      ...Object.fromEntries(proxies.map((name) => [name, `http://localhost:${proxy.port}`])),
      NODE_USE_ENV_PROXY: '1',
      // What is simulated is to be reached, and stands on these two; the callback on neither.
      NO_PROXY: 'localhost,127.0.0.1',
    });
    const notificationUrl = `http://[::1]:${flow.port}/flow`;
    const token = await leastToken(backEnd, onDlpAlert);
    const { body } = await backEnd.call(onDlpAlert, { ...exampleCall(onDlpAlert, { notificationUrl }), ...token });
    const { subscriptionId } = Object(body);
    const { status, text } = await backEnd.call(sendTestEvent, {
      ...exampleCall(sendTestEvent, { subscriptionId }),
      ...token,
    });
    assert.ok(status < 300, text);
    await until('the event has arrived', () => deliveries > 0);
    await backEnd.stop();
    await flow.close();
    assert.equal(proxy.connections, 0);
    await proxy.close();
  });
});
