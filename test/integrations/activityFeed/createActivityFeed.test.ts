import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { ContentPage } from '../../../functions/integrations/activityFeed/activityFeed.ts';
import { createActivityFeed } from '../../../functions/integrations/activityFeed/createActivityFeed.ts';
import { type Serving, serve } from '../../../sandbox/serve.ts';
import { sendJson, sleepyClock } from '../graph/answering.ts';
import { startFeed } from './startFeed.ts';

const hourMs = 3_600_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
const record = { Id: 'r1', CreationTime: '2026-09-01T08:00:00', Operation: 'FileDownloaded' };

const collect = async (pages: AsyncIterable<ContentPage>): Promise<ContentPage[]> => {
  const all: ContentPage[] = [];
  for await (const page of pages) all.push(page);
  return all;
};
const idsOf = (pages: readonly ContentPage[]) =>
  pages.flatMap(({ contents }) => contents.map(({ contentId }) => contentId));

describe('the client of the activity feed', () => {
  let tenant: Awaited<ReturnType<typeof startFeed>>;
  before(async () => {
    tenant = await startFeed({ pageSize: 2 });
  });
  after(() => tenant.close());
  beforeEach(() => {
    tenant.store.clear();
    tenant.faults.clear();
    tenant.requests.reset();
  });

  const { list, content } = { list: 'GET /subscriptions/content', content: 'GET /audit/{contentId}' };
  const lastHours = (hours: number) => ({ from: ago(hours * hourMs), to: new Date().toISOString() });

  test('starts a subscription, and takes one that is enabled already for started', async () => {
    const started = await tenant.feed.start('Audit.SharePoint');
    assert.ok(Math.abs(started.getTime() - Date.now()) < 60_000);
    await tenant.feed.start('Audit.SharePoint');
    assert.equal(tenant.subscriptions.get('Audit.SharePoint'), 'enabled');
    assert.equal(tenant.requests.of('POST /subscriptions/start'), 2);
  });

  test('lists the contents of a window over all pages, whole days at most at once, and names a publisher', async () => {
    await tenant.feed.start('DLP.All');
    const expected = [50, 49, 30, 5, 2].map(
      (hours) => tenant.store.add('DLP.All', [record], { created: new Date(Date.now() - hours * hourMs) }).contentId,
    );
    const pages = await collect(tenant.feed.list('DLP.All', lastHours(51)));
    assert.deepEqual(idsOf(pages), expected);
    assert.equal(tenant.requests.of(list), 4);
    assert.equal(tenant.service.anonymousCalls, 0);
  });

  test('keeps to the window to the millisecond, though the service takes whole seconds only', async () => {
    await tenant.feed.start('DLP.All');
    const from = new Date(Math.floor(Date.now() / 1_000) * 1_000 - hourMs + 250);
    const to = new Date(from.getTime() + 1_000);
    const added = [-1, 0, 999, 1_000].map(
      (ms) => tenant.store.add('DLP.All', [record], { created: new Date(from.getTime() + ms) }).contentId,
    );
    const window = { from: from.toISOString(), to: to.toISOString() };
    assert.deepEqual(idsOf(await collect(tenant.feed.list('DLP.All', window))), added.slice(1, 3));
  });

  test('fetches the records of a content, and says when the service keeps them no longer', async () => {
    await tenant.feed.start('DLP.All');
    tenant.store.add('DLP.All', [record]);
    tenant.store.add('DLP.All', [record], { expires: new Date(Date.now() - 1) });
    const pages = await collect(tenant.feed.list('DLP.All', { from: ago(hourMs), to: ago(-1_000) }));
    const [fresh, expired] = pages.flatMap(({ contents }) => contents);
    assert.ok(fresh && expired);
    assert.deepEqual(await tenant.feed.records(fresh), [record]);
    assert.equal(await tenant.feed.records(expired), 'gone');
    const unknown = { ...fresh, contentUri: `${fresh.contentUri}x` };
    assert.equal(await tenant.feed.records(unknown), 'gone');
  });

  test('refuses what was never started, with a fault that can be tried again', async () => {
    await assert.rejects(collect(tenant.feed.list('Audit.Exchange', lastHours(1))), {
      name: 'UpstreamError',
      message: /AF20022/,
    });
  });

  test('says who must do what when an administrator disabled the subscription, or the tenant is another', async () => {
    tenant.subscriptions.set('Audit.General', 'disabled');
    await assert.rejects(collect(tenant.feed.list('Audit.General', lastHours(1))), {
      code: 'NotConfigured',
      message: /enable it again/,
    });
    const other = tenant.connect('11111111-2222-4333-8444-555555555555');
    await assert.rejects(other.start('DLP.All'), { code: 'UpstreamRefused' });
  });

  test('tries throttled and failed reads again within its budget, and starts no wait that would outlast it', async () => {
    const clock = sleepyClock();
    const patient = await startFeed({ retry: clock });
    try {
      await patient.feed.start('DLP.All');
      patient.faults.plan({ fault: { kind: 'throttled', retryAfter: { seconds: 7 } }, route: list });
      patient.faults.plan({ fault: { kind: 'failed', status: 503 }, route: list });
      patient.faults.plan({ fault: { kind: 'dropped', at: 'request' }, route: list });
      await collect(patient.feed.list('DLP.All', lastHours(1)));
      assert.equal(clock.sleptMs.length, 3);
      assert.equal(clock.sleptMs[0], 7_000);
      patient.faults.plan({ fault: { kind: 'throttled', retryAfter: { seconds: 600 } }, route: list });
      await assert.rejects(collect(patient.feed.list('DLP.All', lastHours(1))), {
        kind: 'throttled',
        retryAfterMs: 600_000,
      });
      patient.faults.plan({ fault: { kind: 'failed', status: 503 }, route: content, times: 100 });
      const of = {
        contentId: 'c',
        contentUri: `${patient.origin}/api/v1.0/t/activity/feed/audit/c`,
        createdAt: ago(0),
      };
      await assert.rejects(patient.feed.records(of), { name: 'UpstreamError', kind: 'away' });
    } finally {
      await patient.close();
    }
  });

  test('starts a subscription once only, whatever comes of it', async () => {
    tenant.faults.plan({ fault: { kind: 'failed', status: 503 }, route: 'POST /subscriptions/start' });
    await assert.rejects(tenant.feed.start('Audit.Exchange'), { name: 'UpstreamError', kind: 'away' });
    assert.equal(tenant.requests.of('POST /subscriptions/start'), 1);
  });

  test('names the permission that is missing', async () => {
    const poor = await startFeed({ roles: ['ServiceHealth.Read'] });
    try {
      await assert.rejects(poor.feed.start('DLP.All'), { code: 'UpstreamRefused', message: /ActivityFeed\.Read/ });
    } finally {
      await poor.close();
    }
  });

  test('follows no next page to another host, and reads nothing past it', async () => {
    await tenant.feed.start('DLP.All');
    for (const minutes of [3, 2, 1])
      tenant.store.add('DLP.All', [record], { created: new Date(Date.now() - minutes * 60_000) });
    tenant.faults.plan({ fault: { kind: 'foreignNextLink', origin: 'https://evil.test' }, route: list });
    const seen: ContentPage[] = [];
    await assert.rejects(
      async () => {
        for await (const page of tenant.feed.list('DLP.All', lastHours(1))) seen.push(page);
      },
      { name: 'UpstreamError', message: /another host/ },
    );
    assert.equal(seen.length, 1);
  });
});

describe('the client of the activity feed, of a hostile service,', () => {
  const connectTo = (serving: Serving) => {
    const credential = { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 600_000 }) };
    const retry = { sleep: async () => undefined };
    return { serving, feed: createActivityFeed({ baseUrl: serving.origin, tenantId: 't', credential, retry }) };
  };
  const answering = async (body: unknown, headers = {}, status = 200) =>
    connectTo(await serve({ listener: (_request, response) => sendJson(response, status, body, headers) }));
  const window = { from: '2026-09-01T00:00:00.000Z', to: '2026-09-02T00:00:00.000Z' };

  const faulty: Readonly<Record<string, readonly [unknown, object?]>> = {
    'answers no list': [{ contents: [] }],
    'answers nothing': [null],
    'leads its pages nowhere': [[], { nextpageuri: '/' }],
  };
  for (const [title, [body, headers]] of Object.entries(faulty))
    test(`that ${title}, makes a fault`, async () => {
      const { serving, feed } = await answering(body, headers);
      await assert.rejects(collect(feed.list('DLP.All', window)), { name: 'UpstreamError', kind: 'fault' });
      await serving.close();
    });

  test('that leads its pages in a circle, makes a fault', async () => {
    let asked = 0;
    const serving = await serve({
      listener({ url, headers }, response) {
        asked += 1;
        sendJson(response, 200, [], { nextpageuri: `http://${headers.host}${url}` });
      },
    });
    const { feed } = connectTo(serving);
    await assert.rejects(collect(feed.list('DLP.All', window)), {
      name: 'UpstreamError',
      message: /back to one another/,
    });
    assert.equal(asked, 1);
    await serving.close();
  });

  test('sets aside what names no content, and what names one elsewhere', async () => {
    const good = { contentId: 'a', contentUri: '', contentCreated: '2026-09-01T08:00:00.000Z' };
    const contents = [
      null,
      7,
      { contentId: 5 },
      { ...good, contentUri: 'https://evil.test/api/v1.0/x' },
      { ...good, contentUri: 'no address' },
      { ...good, contentCreated: 'yesterday' },
    ];
    const { serving, feed } = await answering(contents);
    const [page] = await collect(feed.list('DLP.All', window));
    assert.deepEqual(page?.contents, []);
    assert.equal(page?.unusable.length, contents.length);
    await serving.close();
  });

  test('makes a fault of a page of a gateway, in words that say what is known', async () => {
    const { serving, feed } = connectTo(
      await serve({ listener: (_request, response) => response.writeHead(500).end('<html>oops</html>') }),
    );
    await assert.rejects(feed.start('DLP.All'), { name: 'UpstreamError', message: /answered 500/ });
    await serving.close();
  });

  test('hands on no more of its words than somebody reads', async () => {
    const { serving, feed } = await answering({ error: { code: 'AF1', message: 'x'.repeat(100_000) } }, {}, 400);
    await assert.rejects(feed.start('DLP.All'), { name: 'UpstreamError', message: /says: x{1000}$/ });
    await serving.close();
  });
});
