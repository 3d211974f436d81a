import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { automationRunbook } from '../../../functions/integrations/automation/automationRunbook.ts';
import { parseRunbookId } from '../../../functions/integrations/automation/runbookId.ts';
import { type Serving, serve } from '../../../sandbox/serve.ts';

const accountPath =
  '/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/rg/providers/Microsoft.Automation/automationAccounts/aa';

let answer: { status: number; body: string; headers?: Record<string, string> };
let asked: Pick<IncomingMessage, 'method' | 'url' | 'headers'>[] = [];
let azure: Serving;
before(async () => {
  azure = await serve({
    listener({ method, url, headers }, response) {
      asked.push({ method, url, headers });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    },
  });
});
after(() => azure.close());

const runbook = (timeoutMs = 5_000) =>
  automationRunbook({
    baseUrl: azure.origin,
    runbook: { accountPath, name: 'Set-DlpPolicyMode' },
    credential: { getToken: async (scope) => ({ token: `for ${scope}`, expiresOnTimestamp: Date.now() + 60_000 }) },
    timeoutMs,
  });

test('asks Azure Resource Manager, with a token for it', async () => {
  asked = [];
  answer = { status: 200, body: JSON.stringify({ name: 'a-job', properties: { status: 'Running', exception: null } }) };
  assert.deepEqual(await runbook().job('a job'), { jobId: 'a-job', status: 'Running' });
  const [{ method, url, headers } = {}] = asked;
  assert.deepEqual([method, url], ['GET', `${accountPath}/jobs/a%20job?api-version=2023-11-01`]);
  assert.equal(headers?.authorization, 'Bearer for https://management.azure.com/.default');
});

test('calls an answer that is none a fault of the service', async () => {
  for (const body of ['', 'null', '<html>', '{"properties":{}}', '{"name":1,"properties":{"status":2}}']) {
    answer = { status: 200, body };
    await assert.rejects(runbook().start({}), { name: 'UpstreamError', kind: 'fault' }, body);
  }
  answer = { status: 302, body: '', headers: { location: 'https://example.com/' } };
  await assert.rejects(runbook().job('a-job'), { name: 'UpstreamError', kind: 'fault' });
});

test('says who must do what about a refusal', async () => {
  for (const [status, expected] of [
    [400, { code: 'InvalidInput', message: /publish the runbook.*Azure says: No\./ }],
    [401, { code: 'UpstreamRefused', message: /Automation Job Operator/ }],
    [403, { code: 'UpstreamRefused', message: /Automation Job Operator/ }],
    [404, { code: 'NotFound', message: /DLP_RUNBOOK_ID/ }],
    [409, { code: 'Conflict', message: /repeat this in a few minutes/ }],
    [429, { name: 'UpstreamError', kind: 'throttled', retryAfterMs: 7_000 }],
    [500, { name: 'UpstreamError', kind: 'fault', requestId: 'r-1' }],
    [503, { name: 'UpstreamError', kind: 'away' }],
  ] as const) {
    const headers = { 'retry-after': '7', 'x-ms-request-id': 'r-1' };
    answer = { status, body: '{"error":{"message":"No."}}', headers };
    await assert.rejects(runbook().job('a-job'), expected, String(status));
  }
});

test('reads what a job has written to its last line', async () => {
  const last = '{"changed":true}';
  answer = { status: 200, body: `${'x'.repeat(2 * 1024 * 1024)}\n${last}\n` };
  assert.ok((await runbook(30_000).output('a-job')).endsWith(`\n${last}\n`));
});

test('does not read an answer that has no end', async () => {
  const pouring = await serve({
    listener(_request, response) {
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(1024 * 1024)));
        if (!response.destroyed) response.once('drain', pour);
      };
      pour();
    },
  });
  try {
    const reading = automationRunbook({
      baseUrl: pouring.origin,
      runbook: { accountPath, name: 'Set-DlpPolicyMode' },
      credential: { getToken: async () => ({ token: 'a', expiresOnTimestamp: Date.now() + 60_000 }) },
      timeoutMs: 60_000,
    });
    await assert.rejects(reading.output('a-job'), {
      name: 'UpstreamError',
      kind: 'fault',
      message: /larger than 32 MB/,
    });
  } finally {
    await pouring.close();
  }
});

test('says when the service does not answer in time, without repeating the call', async () => {
  asked = [];
  const silent = await serve({ listener: () => asked.push({ method: 'PUT', url: '', headers: {} }) });
  try {
    const patient = automationRunbook({
      baseUrl: silent.origin,
      runbook: { accountPath, name: 'Set-DlpPolicyMode' },
      credential: { getToken: async () => ({ token: 'a', expiresOnTimestamp: Date.now() + 60_000 }) },
      timeoutMs: 100,
    });
    await assert.rejects(patient.start({}), { name: 'UpstreamError', kind: 'away' });
    assert.equal(asked.length, 1);
  } finally {
    await silent.close();
  }
});

test('knows the resource id of a runbook from anything else', () => {
  assert.deepEqual(parseRunbookId(`${accountPath}/runbooks/Set-DlpPolicyMode`), {
    accountPath,
    name: 'Set-DlpPolicyMode',
  });
  for (const other of ['', accountPath, `${accountPath}/runbooks/../jobs`, `https://x${accountPath}/runbooks/a`]) {
    assert.equal(parseRunbookId(other), undefined, other);
  }
});
