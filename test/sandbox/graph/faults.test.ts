import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type Hostility, hostileAlert } from '../../../sandbox/graph/hostileAlert.ts';
import { until } from '../../until.ts';
import { type AlertPage, type GraphFixture, startGraphFixture } from './graphFixture.ts';

const list = 'GET /security/alerts_v2';
let fixture: GraphFixture;
let token: string;
before(async () => {
  fixture = await startGraphFixture();
  token = await fixture.applicationToken('SecurityAlert.ReadWrite.All');
});
beforeEach(() => {
  fixture.graph.faults.clear();
  fixture.graph.alerts.clear();
  fixture.graph.requests.reset();
});
after(() => fixture.close());

async function statuses(count: number): Promise<number[]> {
  const seen: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const response = await fixture.call('/security/alerts_v2', { token });
    await response.text();
    seen.push(response.status);
  }
  return seen;
}

test('throttles the next requests with Retry-After in seconds, as a date, or without', async () => {
  const date = new Date('2026-11-22T12:00:00Z');
  fixture.graph.faults.plan({ fault: { kind: 'throttled', retryAfter: { seconds: 7 } } });
  fixture.graph.faults.plan({ fault: { kind: 'throttled', retryAfter: { date } } });
  fixture.graph.faults.plan({ fault: { kind: 'throttled' } });
  const waits: (string | null)[] = [];
  for (let index = 0; index < 3; index += 1) {
    const response = await fixture.call('/security/alerts_v2', { token });
    assert.equal(response.status, 429);
    await response.text();
    waits.push(response.headers.get('retry-after'));
  }
  assert.deepEqual(waits, ['7', 'Sun, 22 Nov 2026 12:00:00 GMT', null]);
  assert.deepEqual(await statuses(1), [200]);
});

test('a fault meets its route only, after as many good answers as planned, as often as planned', async () => {
  fixture.graph.faults.plan({ route: list, after: 1, times: 2, fault: { kind: 'failed', status: 503 } });
  const { id } = fixture.graph.raise();
  assert.equal((await fixture.call(`/security/alerts_v2/${id}`, { token })).status, 200);
  assert.deepEqual(await statuses(4), [200, 503, 503, 200]);
  assert.equal(fixture.graph.requests.of(list), 4);
  assert.equal(fixture.graph.requests.of('GET /security/alerts_v2/{alertId}'), 1);
  assert.equal(fixture.graph.requests.total, 5);
});

test('refuses the token in the middle of paging', async () => {
  for (let index = 0; index < 3; index += 1) fixture.graph.raise();
  fixture.graph.faults.plan({ route: list, after: 1, fault: { kind: 'tokenRefused' } });
  const first = await fixture.get<AlertPage>('/security/alerts_v2?$top=2');
  assert.equal((await fixture.get(first.body['@odata.nextLink'] ?? '')).status, 401);
});

test('answers 206 with records missing', async () => {
  for (let index = 0; index < 4; index += 1) fixture.graph.raise();
  fixture.graph.faults.plan({ fault: { kind: 'partial' } });
  const { status, body } = await fixture.get<AlertPage>('/security/alerts_v2');
  assert.equal(status, 206);
  assert.equal(body.value.length, 2);
});

test('leads the next link to another host', async () => {
  for (let index = 0; index < 2; index += 1) fixture.graph.raise();
  fixture.graph.faults.plan({ fault: { kind: 'foreignNextLink', origin: 'https://graph.evil.example' } });
  const { body } = await fixture.get<AlertPage>('/security/alerts_v2?$top=1');
  assert.equal(body['@odata.nextLink'], 'https://graph.evil.example/v1.0/security/alerts_v2?$top=1&$skip=1');
});

test('drops the connection before a change takes effect, or after it did', async () => {
  const { id } = fixture.graph.raise();
  const resolve = () =>
    fixture.call(`/security/alerts_v2/${id}`, {
      method: 'PATCH',
      token,
      headers: { 'content-type': 'application/json' },
      body: '{"status":"resolved"}',
    });
  fixture.graph.faults.plan({ fault: { kind: 'dropped', at: 'request' } });
  await assert.rejects(resolve());
  assert.equal(fixture.graph.alerts.get(id)?.status, 'new');
  fixture.graph.faults.plan({ fault: { kind: 'dropped', at: 'answer' } });
  await assert.rejects(async () => (await resolve()).json());
  assert.equal(fixture.graph.alerts.get(id)?.status, 'resolved');
});

test('answers late when told so, and waits no longer than its caller', async () => {
  fixture.graph.faults.plan({ fault: { kind: 'slow', delayMs: 60_000 } });
  const gone = new AbortController();
  const answer = fixture.call('/security/alerts_v2', { token, signal: gone.signal });
  await until('the request has come', () => fixture.graph.requests.of(list) === 1);
  // The fault meets it in the next turns of this process.
  await delay(25);
  gone.abort();
  await assert.rejects(answer, { name: 'AbortError' });
  assert.deepEqual(await statuses(1), [200]);
});

for (const hostility of ['wrongTypes', 'hugeStrings', 'markup'] satisfies Hostility[]) {
  test(`delivers a hostile record (${hostility}) among good ones`, async () => {
    fixture.graph.raise({ title: 'good' });
    const hostile = fixture.graph.raise(hostileAlert(hostility));
    const { status, body } = await fixture.get<AlertPage>('/security/alerts_v2');
    assert.equal(status, 200);
    assert.equal(body.value.length, 2);
    assert.deepEqual(body.value.find(({ id }) => id === hostile.id)?.title, hostile.title);
  });
}
