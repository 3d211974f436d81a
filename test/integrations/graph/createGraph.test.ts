import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OversizedAnswer } from '../../../functions/integrations/graph/createAttempt.ts';
import { eq } from '../../../functions/integrations/graph/filter.ts';
import type { Graph } from '../../../functions/integrations/graph/graph.ts';
import { type Answering, type Service, sendJson, sleepyClock, startService } from './answering.ts';

async function withService(answering: Answering, run: (graph: Graph, service: Service) => Promise<void>) {
  const service = await startService(answering);
  try {
    await run(service.graph({ retry: sleepyClock(), correlationId: () => 'c-1' }), service);
  } finally {
    await service.close();
  }
}

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

const list = '/security/alerts_v2';

test('sends the token over http too, and the Prefer and correlation headers with every page', async () => {
  const answering: Answering = (response, { url }, nth) =>
    sendJson(response, 200, {
      value: [nth],
      ...(nth < 3 && { '@odata.nextLink': nth === 1 ? `?$skiptoken=${nth}` : `${url.pathname}?$skiptoken=${nth}` }),
    });
  await withService(answering, async (graph, { asked }) => {
    const pages = await collect(graph.pages(list, { top: 1, filter: eq('title', "a & b's") }));
    assert.deepEqual(
      pages.flatMap(({ value }) => value),
      [1, 2, 3],
    );
    assert.deepEqual(
      asked.map(({ url }) => url.pathname + url.search),
      [
        `/v1.0${list}?$filter=title%20eq%20%27a%20%26%20b%27%27s%27&$top=1`,
        `/v1.0${list}?$skiptoken=1`,
        `/v1.0${list}?$skiptoken=2`,
      ],
    );
    for (const { headers } of asked) {
      assert.equal(headers.authorization, 'Bearer token-of-the-app');
      assert.equal(headers.prefer, 'include-unknown-enum-members');
      assert.equal(headers['client-request-id'], 'c-1');
    }
  });
});

test("asks the directory's index for every page of a list that only it can give", async () => {
  const answering: Answering = (response, { url }, nth) =>
    sendJson(response, 200, { value: [nth], ...(nth === 1 && { '@odata.nextLink': `${url.pathname}?$skiptoken=1` }) });
  await withService(answering, async (graph, { asked }) => {
    await collect(graph.pages('/groups', { orderBy: 'displayName', indexed: { search: '"displayName:a & b"' } }));
    assert.deepEqual(
      asked.map(({ url, headers }) => [url.search, headers.consistencylevel]),
      [
        ['?$count=true&$orderby=displayName&$search=%22displayName%3Aa%20%26%20b%22', 'eventual'],
        ['?$skiptoken=1', 'eventual'],
      ],
    );
    await graph.get('/me');
    assert.equal(asked.at(-1)?.headers.consistencylevel, undefined);
  });
});

test("gives each page the time of the service's clock and the place where the list goes on", async () => {
  const date = 'Tue, 01 Sep 2026 08:00:00 GMT';
  const answering: Answering = (response, { url }) =>
    url.search === ''
      ? sendJson(response, 200, { value: [1], '@odata.nextLink': '?$skiptoken=x%2By' }, { date })
      : sendJson(response, 200, { value: [2], '@odata.nextLink': null }, { date });
  await withService(answering, async (graph, { asked }) => {
    const [first, second] = await collect(graph.pages(list));
    assert.deepEqual(first, { value: [1], date: new Date(date), continuation: '$skiptoken=x%2By' });
    assert.deepEqual(second, { value: [2], date: new Date(date) });
    assert.deepEqual(await collect(graph.pages(list, { continuation: '$skiptoken=x%2By' })), [second]);
    assert.equal(asked.at(-1)?.url.search, '?$skiptoken=x%2By');
  });
});

test('takes a page without a date for made now', async () => {
  const answering: Answering = (response) => {
    response.sendDate = false;
    sendJson(response, 200, { value: [] });
  };
  await withService(answering, async (graph) => {
    assert.deepEqual(await collect(graph.pages(list)), [{ value: [], date: new Date(sleepyClock().now()) }]);
  });
});

test('never follows a next link to another host, nor one that a URL parser would send there', async () => {
  const foreign = await startService((response) => sendJson(response, 200, { value: ['stolen'] }));
  const { host } = new URL(foreign.origin);
  const links = [
    `${foreign.origin}/v1.0${list}?$skiptoken=1`,
    `//${host}/v1.0${list}`,
    `http:\\\\${host}\\v1.0`,
    `https://${host}/v1.0${list}`,
  ];
  try {
    for (const link of links) {
      await withService(
        (response) => sendJson(response, 200, { value: [1], '@odata.nextLink': link }),
        async (graph, { asked }) => {
          await assert.rejects(collect(graph.pages(list)), (error) => {
            assert.ok(error instanceof Error);
            assert.match(error.message, new RegExp(`next link to another host, ${host}`));
            return true;
          });
          assert.equal(asked.length, 1);
        },
      );
    }
    assert.deepEqual(foreign.asked, []);
  } finally {
    await foreign.close();
  }
});

test("keeps the token at home when a next link's query holds another host's address", async () => {
  const answering: Answering = (response, _asked, nth) =>
    sendJson(response, 200, {
      value: [nth],
      ...(nth === 1 && { '@odata.nextLink': `/v1.0${list}?$skiptoken=https://evil.example/v1.0/steal` }),
    });
  await withService(answering, async (graph, { asked }) => {
    assert.equal((await collect(graph.pages(list))).length, 2);
    assert.equal(asked[1]?.url.searchParams.get('$skiptoken'), 'https://evil.example/v1.0/steal');
    // Nor one that a caller made up, since they get continuations in their hands.
    await collect(graph.pages(list, { continuation: '$skiptoken=https://evil.example/v1.0/steal' }));
    assert.equal(asked[2]?.url.searchParams.get('$skiptoken'), 'https://evil.example/v1.0/steal');
  });
});

test('refuses next links out of the version and pages that lead in a circle', async () => {
  await withService(
    (response, _asked, nth) =>
      sendJson(response, 200, { value: [], '@odata.nextLink': `/${nth === 1 ? 'beta' : 'v1.00'}${list}?x=1` }),
    async (graph) => {
      await assert.rejects(collect(graph.pages(list)), /out of \/v1\.0/);
      await assert.rejects(collect(graph.pages(list)), /out of \/v1\.0/);
    },
  );
  await withService(
    (response) => sendJson(response, 200, { value: [], '@odata.nextLink': '?$skiptoken=same' }),
    async (graph, { asked }) => {
      await assert.rejects(collect(graph.pages(list)), /lead back to one another/);
      assert.equal(asked.length, 2);
    },
  );
});

test('does not follow redirects', async () => {
  await withService(
    (response) => response.writeHead(302, { location: 'https://evil.example/' }).end(),
    (graph) => assert.rejects(graph.get('/me'), { kind: 'fault', message: /redirected the call to evil\.example/ }),
  );
});

test('takes a part of the data for a fault', async () => {
  await withService(
    (response) => sendJson(response, 206, { value: [1] }),
    (graph) => assert.rejects(collect(graph.pages(list)), { kind: 'fault', message: /part of the data/ }),
  );
});

test('refuses answers of more than 32 MB without reading the rest', async () => {
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  let sentMb = 0;
  const answering: Answering = (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const send = (): void => {
      if (response.destroyed || sentMb === 500) return;
      sentMb += 1;
      response.write(chunk, send);
    };
    send();
  };
  await withService(answering, async (graph, { asked }) => {
    await assert.rejects(graph.get('/me'), { kind: 'fault', message: /larger than 32 MB/ });
    assert.equal(asked.length, 1);
    assert.ok(sentMb < 500);
  });
});

test('reads nothing of an answer that says itself that it is larger', async () => {
  const answering: Answering = (response) => {
    response.writeHead(200, { 'content-length': 32 * 1024 * 1024 + 1 }).flushHeaders();
  };
  await withService(answering, async (graph, { asked }) => {
    await assert.rejects(graph.download('/me'), OversizedAnswer);
    assert.equal(asked.length, 1);
  });
});

test('drops keys that could reach a prototype, and refuses what is not JSON', async () => {
  await withService(
    (response, _asked, nth) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(
          nth === 1 ? '{"id":"a","__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}' : '<html>',
        ),
    async (graph) => {
      assert.deepEqual(await graph.get('/me'), { id: 'a' });
      await assert.rejects(graph.get('/me'), { kind: 'fault', message: /not JSON/ });
    },
  );
});

const refusals = [
  { status: 400, expected: { code: 'InvalidInput', message: /Invalid filter clause/ } },
  { status: 401, expected: { code: 'UpstreamRefused' } },
  { status: 402, expected: { code: 'NotConfigured', message: /billing/ } },
  { status: 403, expected: { code: 'UpstreamRefused', message: /SecurityAlert\.Read\.All.*app's identity/ } },
  { status: 404, expected: { code: 'NotFound' } },
  { status: 409, expected: { code: 'Conflict' } },
  { status: 412, expected: { code: 'Conflict' } },
  { status: 423, expected: { code: 'Conflict', message: /locked/ } },
  { status: 500, expected: { name: 'UpstreamError', kind: 'fault', requestId: 'r-1' } },
  { status: 502, expected: { name: 'UpstreamError', kind: 'fault' } },
  { status: 504, expected: { name: 'UpstreamError', kind: 'away' } },
];
for (const { status, expected } of refusals) {
  test(`turns ${status} into ${expected.code ?? `an UpstreamError, ${expected.kind}`}`, async () => {
    const error = { code: 'X', message: 'Invalid filter clause', innerError: { 'request-id': 'r-1' } };
    await withService(
      (response) => sendJson(response, status, { error }),
      (graph) => assert.rejects(graph.needing({ permission: 'SecurityAlert.Read.All' }).get('/me'), expected),
    );
  });
}

test('makes do with an error that says nothing, with one that says too much, and with one in HTML', async () => {
  await withService(
    (response, _asked, nth) => {
      if (nth === 1) return sendJson(response, 403, { error: { code: 'UnknownError', message: '' } });
      if (nth === 2) return sendJson(response, 400, { error: { message: 'x'.repeat(100_000) } });
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not here</h1>');
    },
    async (graph) => {
      await assert.rejects(graph.get('/me'), { code: 'UpstreamRefused', message: /UnknownError/ });
      await assert.rejects(graph.get('/me'), { code: 'InvalidInput', message: /says: x{1000}$/ });
      await assert.rejects(graph.get('/me'), { code: 'NotFound', message: /answered 404/ });
    },
  );
});

test('downloads a file as it is, and takes any type of it', async () => {
  const bytes = Uint8Array.from([0, 255, 128, 10]);
  const answering: Answering = (response) =>
    response.writeHead(200, { 'content-type': 'application/zip; x=y' }).end(bytes);
  await withService(answering, async (graph, { asked }) => {
    assert.deepEqual(await graph.download('/file'), { bytes, mediaType: 'application/zip' });
    assert.equal(asked[0]?.headers.accept, '*/*');
  });
});

test('starts what goes on, once, and tells where it can be followed', async () => {
  const location = 'https://contoso.sharepoint.com/_api/v2.0/monitor/1?tempAuth=v1.x';
  const answering: Answering = (response, _asked, nth) =>
    response.writeHead(nth === 3 ? 503 : 202, nth === 1 ? { location } : {}).end();
  await withService(answering, async (graph, { asked }) => {
    assert.deepEqual(await graph.start('/drives/d/items/i/assignSensitivityLabel', { a: 1 }), {
      body: undefined,
      location,
    });
    assert.deepEqual(await graph.start('/drives/d/items/i/assignSensitivityLabel', { a: 1 }), { body: undefined });
    await assert.rejects(graph.start('/drives/d/items/i/assignSensitivityLabel', {}), { kind: 'away' });
    assert.deepEqual(
      asked.map(({ method, body }) => [method, body]),
      [
        ['POST', '{"a":1}'],
        ['POST', '{"a":1}'],
        ['POST', '{}'],
      ],
    );
  });
});

test('deletes, also again, and says when there is nothing to delete any more', async () => {
  const answering: Answering = (response, _asked, nth) => response.writeHead([503, 204, 404][nth - 1] ?? 500).end();
  await withService(answering, async (graph, { asked }) => {
    assert.equal(await graph.delete('/drives/d/items/i/permissions/p'), undefined);
    await assert.rejects(graph.delete('/drives/d/items/i/permissions/p'), { code: 'NotFound' });
    assert.deepEqual(new Set(asked.map(({ method }) => method)), new Set(['DELETE']));
    assert.equal(asked.length, 3);
  });
});

test('searches where a list is searched, with the words encoded', async () => {
  const answering: Answering = (response) => sendJson(response, 200, { value: [] });
  await withService(answering, async (graph, { asked }) => {
    await collect(graph.pages('/sites', { search: 'a & b', select: ['id'] }));
    assert.equal(asked[0]?.url.search, '?$select=id&search=a%20%26%20b');
  });
});
