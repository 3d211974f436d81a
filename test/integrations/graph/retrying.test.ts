import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Graph } from '../../../functions/integrations/graph/graph.ts';
import { retryAfterMs } from '../../../functions/integrations/graph/retrying.ts';
import { UpstreamError } from '../../../functions/runtime/upstreamError.ts';
import { type Answering, sendJson, sleepyClock, startService } from './answering.ts';

const throttled = { error: { code: 'TooManyRequests', message: 'Slow down.' } };

async function withService(
  answering: Answering,
  run: (service: Awaited<ReturnType<typeof startService>>) => Promise<void>,
) {
  const service = await startService(answering);
  try {
    await run(service);
  } finally {
    await service.close();
  }
}

test('waits as long as Retry-After asks, in seconds, and repeats a read', async () => {
  const clock = sleepyClock();
  const answering: Answering = (response, _asked, nth) =>
    nth === 1 ? sendJson(response, 429, throttled, { 'retry-after': '7' }) : sendJson(response, 200, { id: 'a' });
  await withService(answering, async (service) => {
    assert.deepEqual(await service.graph({ retry: clock }).get('/security/alerts_v2/a'), { id: 'a' });
    assert.deepEqual(clock.sleptMs, [7_000]);
  });
});

test('counts a Retry-After date from the clock of the service', () => {
  const headers = new Headers({
    'retry-after': 'Tue, 01 Sep 2026 08:00:20 GMT',
    date: 'Tue, 01 Sep 2026 08:00:05 GMT',
  });
  assert.equal(retryAfterMs({ headers }, Date.parse('2030-01-01T00:00:00Z')), 15_000);
  headers.delete('date');
  assert.equal(retryAfterMs({ headers }, Date.parse('2026-09-01T08:00:18Z')), 2_000);
  assert.equal(retryAfterMs({ headers }, Date.parse('2026-09-01T08:00:25Z')), 0);
  headers.set('retry-after', 'soon');
  assert.equal(retryAfterMs({ headers }, 0), undefined);
});

test('backs off ever longer without Retry-After, and gives up within a minute', async () => {
  await withService(
    (response, _asked, nth) => sendJson(response, nth % 2 === 0 ? 503 : 504, throttled),
    async (service) => {
      for (const [random, sleptMs] of [
        [1, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]],
        [0, [500, 1_000, 2_000, 4_000, 7_500, 7_500, 7_500]],
      ] as const) {
        const clock = sleepyClock();
        const graph = service.graph({ retry: { ...clock, random: () => random } });
        await assert.rejects(graph.get('/me'), { name: 'UpstreamError', kind: 'away' });
        assert.deepEqual(clock.sleptMs, sleptMs);
      }
    },
  );
});

test('ends with a service that asks for no wait and never recovers', async () => {
  await withService(
    (response) => sendJson(response, 429, throttled, { 'retry-after': '0' }),
    async (service) => {
      await assert.rejects(service.graph({ retry: sleepyClock() }).get('/me'), { kind: 'throttled' });
      assert.equal(service.asked.length, 8);
    },
  );
});

test('hands a wait that outlasts the budget to the caller at once', async () => {
  const clock = sleepyClock();
  await withService(
    (response) => sendJson(response, 429, throttled, { 'retry-after': '300' }),
    async (service) => {
      await assert.rejects(service.graph({ retry: clock }).get('/me'), (error) => {
        assert.ok(error instanceof UpstreamError);
        assert.equal(error.kind, 'throttled');
        assert.equal(error.retryAfterMs, 300_000);
        return true;
      });
      assert.deepEqual(clock.sleptMs, []);
    },
  );
});

test('sends a POST once, whether it is throttled or its connection ends', async () => {
  const clock = sleepyClock();
  await withService(
    (response, _asked, nth) =>
      nth === 1 ? sendJson(response, 503, throttled, { 'retry-after': '1' }) : response.destroy(),
    async (service) => {
      const graph = service.graph({ retry: clock });
      await assert.rejects(graph.post('/me/things', { a: 1 }), { kind: 'away', retryAfterMs: 1_000 });
      await assert.rejects(graph.post('/me/things', { a: 1 }), { kind: 'away' });
      assert.equal(service.asked.length, 2);
      assert.deepEqual(clock.sleptMs, []);
    },
  );
});

test('says of a POST that was handed over and failed that it may have taken effect', async () => {
  const effectOf = async (answering: Answering): Promise<unknown> => {
    let error: unknown;
    await withService(answering, async (service) => {
      const graph = service.graph({ retry: { ...sleepyClock(), attemptTimeoutMs: 500 } });
      error = await graph.post('/me/things', { a: 1 }).catch((reason: unknown) => reason);
    });
    assert.ok(error instanceof UpstreamError);
    return error.effect;
  };
  assert.equal(await effectOf((response) => response.destroy()), 'unknown');
  assert.equal(await effectOf(() => undefined), 'unknown');
  for (const status of [206, 500, 502, 504])
    assert.equal(await effectOf((response) => sendJson(response, status, {})), 'unknown', String(status));
  assert.equal(await effectOf((response) => response.writeHead(201).end('<html>')), 'unknown');
  const oversized = { 'content-length': 32 * 1024 * 1024 + 1 };
  assert.equal(await effectOf((response) => response.writeHead(201, oversized).flushHeaders()), 'unknown');
  for (const status of [302, 429, 503])
    assert.equal(await effectOf((response) => sendJson(response, status, {})), undefined, String(status));
});

test('knows that nothing happened where nobody listens, and that a second PATCH does no harm', async () => {
  let graph: Graph | undefined;
  await withService(
    (response) => sendJson(response, 500, throttled),
    async (service) => {
      graph = service.graph({ retry: sleepyClock() });
      await assert.rejects(graph.patch('/me', { a: 1 }), { kind: 'fault', effect: undefined });
    },
  );
  await assert.rejects(graph?.post('/me/things', { a: 1 }) ?? Promise.resolve(), { kind: 'away', effect: undefined });
});

test('repeats a PATCH, which sets what it sets twice', async () => {
  await withService(
    (response, _asked, nth) => (nth === 1 ? response.destroy() : sendJson(response, 200, { id: 'a' })),
    async (service) => {
      const graph = service.graph({ retry: sleepyClock() });
      assert.deepEqual(await graph.patch('/security/alerts_v2/a', { status: 'resolved' }), { id: 'a' });
      assert.deepEqual(
        service.asked.map(({ method, body }) => [method, body]),
        [
          ['PATCH', '{"status":"resolved"}'],
          ['PATCH', '{"status":"resolved"}'],
        ],
      );
    },
  );
});

test('repeats a read whose connection ends in the middle of the answer', async () => {
  const answering: Answering = (response, _asked, nth) => {
    if (nth > 1) return sendJson(response, 200, { id: 'a' });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"id":', () => response.destroy());
  };
  await withService(answering, async (service) => {
    assert.deepEqual(await service.graph({ retry: sleepyClock() }).get('/me'), { id: 'a' });
  });
});

test('ends an attempt that gets no answer in time', async () => {
  const silent: Answering = () => undefined;
  await withService(silent, async (service) => {
    const clock = sleepyClock();
    const graph = service.graph({ retry: { ...clock, attemptTimeoutMs: 500, totalBudgetMs: 3_000 } });
    await assert.rejects(graph.get('/me'), { name: 'UpstreamError', kind: 'away' });
    assert.equal(service.asked.length, clock.sleptMs.length + 1);
    assert.ok(service.asked.length > 1);
  });
});

test('gives the last attempt no more time than is left', async () => {
  await withService(
    () => undefined,
    async (service) => {
      const startedMs = performance.now();
      await assert.rejects(service.graph({ retry: { totalBudgetMs: 300 } }).get('/me'), { kind: 'away' });
      assert.ok(performance.now() - startedMs < 20_000);
    },
  );
});

test('does not repeat what the service refused', async () => {
  await withService(
    (response) => sendJson(response, 500, throttled),
    async (service) => {
      const clock = sleepyClock();
      await assert.rejects(service.graph({ retry: clock }).get('/me'), { kind: 'fault' });
      assert.equal(service.asked.length, 1);
    },
  );
});
