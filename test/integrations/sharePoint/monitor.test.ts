import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createMonitor, monitorAddress } from '../../../functions/integrations/sharePoint/monitor.ts';
import { Secret } from '../../../functions/runtime/secret.ts';
import { type Answering, type Service, sendJson, startService } from '../graph/answering.ts';

let answering: Answering;
let service: Service;
before(async () => {
  service = await startService((...request) => answering(...request));
});
after(() => service.close());

const look = (answer: Answering) => {
  answering = answer;
  return createMonitor()(new Secret(`${service.origin}/_api/v2.0/monitor/1?tempAuth=v1.secret`));
};
const told = (body: unknown, status = 200, headers = {}) =>
  look((response) => sendJson(response, status, body, headers));

test('asks without a token, with the credential that the address brings', async () => {
  await told({ status: 'completed' });
  const { headers, url, method } = service.asked.at(-1) ?? {};
  assert.deepEqual([method, url?.searchParams.get('tempAuth')], ['GET', 'v1.secret']);
  assert.equal(headers?.authorization, undefined);
});

test('tells how far it is, and how it ended', async () => {
  const running = { status: 'inProgress', percentageComplete: 27.8 };
  assert.deepEqual(await told(running, 202, { 'retry-after': '7' }), {
    state: 'running',
    percentComplete: 27.8,
    retryAfterMs: 7_000,
  });
  assert.deepEqual(await told({ status: 'completed' }), { state: 'completed' });
  assert.deepEqual(await told(undefined, 303, { location: 'https://contoso.sharepoint.com/x' }), {
    state: 'completed',
  });
  assert.deepEqual(await told({ status: 'failed', error: { message: 'Checked out.' } }), {
    state: 'failed',
    reason: 'Checked out.',
  });
  assert.deepEqual(await told({ status: 'failed', statusDescription: 'Locked.' }), {
    state: 'failed',
    reason: 'Locked.',
  });
  assert.deepEqual(await told({ status: 'failed' }), { state: 'failed', reason: 'SharePoint gave no reason.' });
  for (const status of [401, 403, 404, 410]) assert.deepEqual(await told({}, status), { state: 'gone' });
});

test('takes words that say nothing for a job that goes on', async () => {
  for (const body of [{}, [], 'running', { status: 7, percentageComplete: 'half' }]) {
    assert.deepEqual(await told(body), { state: 'running' });
  }
  assert.deepEqual(await look((response) => response.end('<html>')), { state: 'running' });
});

test('says when SharePoint is away or does not answer, without the address', async () => {
  for (const status of [429, 500, 503]) {
    await assert.rejects(told({}, status, { 'retry-after': '3' }), {
      name: 'UpstreamError',
      kind: 'away',
      service: 'SharePoint',
      retryAfterMs: 3_000,
      message: /^(?!.*tempAuth)/,
    });
  }
  await assert.rejects(
    look((response) => response.destroy()),
    { name: 'UpstreamError', message: /^(?!.*tempAuth)/ },
  );
});

test('follows a monitor to SharePoint and to the host of Graph, and nowhere else', () => {
  const graph = 'https://graph.microsoft.com';
  for (const location of [
    'https://contoso.sharepoint.com/_api/v2.0/monitor/1?tempAuth=v1.x',
    'https://contoso-my.sharepoint.us/x',
    'https://graph.microsoft.com/v1.0/monitor',
    '/v1.0/monitor',
  ]) {
    assert.ok(monitorAddress(location, graph), location);
  }
  for (const location of [
    undefined,
    'http://contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com:8443/x',
    'https://a:b@contoso.sharepoint.com/x',
    'https://:b@contoso.sharepoint.com/x',
    'https://a.contoso.sharepoint.com/x',
    'https://contoso.sharepoint.com.evil.example/x',
    'https://sharepoint.com/x',
    'https://169.254.169.254/metadata',
    'http://127.0.0.1/x',
    'file:///etc/passwd',
  ]) {
    assert.equal(monitorAddress(location, graph), undefined, location);
  }
});
