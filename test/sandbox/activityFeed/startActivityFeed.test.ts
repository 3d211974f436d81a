import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { managedIdentity } from '../../../sandbox/contoso/applications.ts';
import { microsoftResources } from '../../../sandbox/contoso/microsoftResources.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { startFeed } from '../../integrations/activityFeed/startFeed.ts';
import { serviceToken } from '../../serviceToken.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const time = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

describe('the simulated activity feed', () => {
  let feed: Awaited<ReturnType<typeof startFeed>>;
  before(async () => {
    feed = await startFeed({ pageSize: 2 });
  });
  after(() => feed.close());
  beforeEach(() => {
    feed.store.clear();
    feed.subscriptions.clear();
  });

  const tokenWith = (claims: object = {}) =>
    serviceToken(feed.keys, microsoftResources.activityFeed.identifierUri, {
      appid: managedIdentity.clientId,
      oid: managedIdentity.objectId,
      roles: ['ActivityFeed.Read'],
      ...claims,
    });
  const call = async (
    method: string,
    path: string,
    { token, tenantId = tenant.id }: { token?: string; tenantId?: string } = {},
  ) => {
    const url = path.startsWith('http') ? path : `${feed.origin}/api/v1.0/${tenantId}/activity/feed${path}`;
    const headers = { authorization: `Bearer ${token ?? (await tokenWith())}` };
    const answer = await fetch(url, { method, headers });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  };
  const refusal = async (...request: Parameters<typeof call>) => {
    const { status, body } = await call(...request);
    assert.match(body.error.message, /\S/);
    return [status, body.error.code];
  };
  const content = (query: string) => `/subscriptions/content?contentType=DLP.All${query}`;

  test('starts, lists and stops subscriptions; what is enabled cannot be started again', async () => {
    const start = '/subscriptions/start?contentType=dlp.all';
    assert.deepEqual((await call('POST', start)).body, { contentType: 'DLP.All', status: 'enabled', webhook: null });
    assert.deepEqual(await refusal('POST', start), [400, 'AF20024']);
    assert.equal((await call('GET', '/subscriptions/list')).body.length, 1);
    assert.equal((await call('POST', '/subscriptions/stop?contentType=DLP.All')).status, 204);
    assert.deepEqual(await refusal('POST', '/subscriptions/stop?contentType=DLP.All'), [400, 'AF20022']);
    assert.deepEqual(await refusal('GET', content('')), [400, 'AF20022']);
    assert.deepEqual(await refusal('POST', '/subscriptions/start?contentType=Audit.Everything'), [400, 'AF20020']);
    assert.deepEqual(await refusal('POST', '/subscriptions/start'), [400, 'AF20001']);
    assert.deepEqual(await refusal('GET', '/nothing'), [404, 'AF20002']);
  });

  test('refuses windows as the real one does', async () => {
    await call('POST', '/subscriptions/start?contentType=DLP.All');
    const now = Date.now();
    const rows: readonly (readonly [string, string])[] = [
      [`&startTime=${time(now - hourMs)}`, 'AF20055'],
      [`&endTime=${time(now)}`, 'AF20055'],
      [`&startTime=${time(now - dayMs - 1_000)}&endTime=${time(now)}`, 'AF20055'],
      [`&startTime=${time(now)}&endTime=${time(now - hourMs)}`, 'AF20055'],
      [`&startTime=${time(now)}&endTime=${time(now)}`, 'AF20055'],
      [`&startTime=${time(now - 7 * dayMs - 60_000)}&endTime=${time(now - 6.5 * dayMs)}`, 'AF20030'],
      [`&startTime=yesterday&endTime=${time(now)}`, 'AF20002'],
      [`&startTime=${new Date(now - hourMs).toISOString()}&endTime=${time(now)}`, 'AF20002'],
      [`&startTime=${time(now - hourMs)}&endTime=${time(now)}&nextPage=x`, 'AF20031'],
    ];
    for (const [query, code] of rows)
      assert.deepEqual([query, ...(await refusal('GET', content(query)))], [query, 400, code]);
    assert.equal((await call('GET', content(`&startTime=${time(now - dayMs)}&endTime=${time(now)}`))).status, 200);
  });

  test('lists from the start of a window on, and not its end, and nothing where an admin has disabled it', async () => {
    await call('POST', '/subscriptions/start?contentType=DLP.All');
    const startMs = Math.floor(Date.now() / 1_000) * 1_000 - 2 * hourMs;
    const [first] = [startMs, startMs + hourMs].map((ms) => feed.store.add('DLP.All', [], { created: new Date(ms) }));
    const window = content(`&startTime=${time(startMs)}&endTime=${time(startMs + hourMs)}`);
    assert.deepEqual(
      (await call('GET', window)).body.map(({ contentId }: { contentId: string }) => contentId),
      [first?.contentId],
    );
    feed.subscriptions.set('DLP.All', 'disabled');
    assert.deepEqual(await refusal('GET', window), [400, 'AF20023']);
  });

  test('pages by a header, oldest first, and gives out what was there before the subscription', async () => {
    const added = [3, 2, 1].map((hours) =>
      feed.store.add('DLP.All', [], { created: new Date(Date.now() - hours * hourMs) }),
    );
    await call('POST', '/subscriptions/start?contentType=DLP.All');
    const first = await call('GET', content(''));
    const next = first.headers.get('nextpageuri') ?? assert.fail();
    assert.match(next, /\/api\/v1\/.*nextPage=2/);
    const second = await call('GET', next);
    assert.equal(second.headers.get('nextpageuri'), null);
    const ids = [...first.body, ...second.body].map(({ contentId }: { contentId: string }) => contentId);
    assert.deepEqual(
      ids,
      added.map(({ contentId }) => contentId),
    );
    assert.deepEqual((await call('GET', first.body[0].contentUri)).body, []);
  });

  test('keeps contents seven days, and knows none that it never had', async () => {
    const old = feed.store.add('DLP.All', [], { created: new Date(Date.now() - 7 * dayMs) });
    assert.deepEqual(await refusal('GET', `/audit/${old.contentId}`), [400, 'AF20051']);
    assert.deepEqual(await refusal('GET', '/audit/never'), [404, 'AF20050']);
  });

  test('tells matched values to those alone who may read sensitive details', async () => {
    const { contentId } = feed.store.add('DLP.All', [
      {
        Id: '1',
        SensitiveInfoDetectionIsIncluded: true,
        Found: [{ SensitiveInformationDetections: { DetectedValues: [1] } }],
      },
    ]);
    const rich = await tokenWith({ roles: ['ActivityFeed.ReadDlp'] });
    const [all, less] = [
      await call('GET', `/audit/${contentId}`, { token: rich }),
      await call('GET', `/audit/${contentId}`),
    ];
    assert.ok(JSON.stringify(all.body).includes('DetectedValues'));
    assert.deepEqual(less.body, [{ Id: '1', SensitiveInfoDetectionIsIncluded: false, Found: [{}] }]);
  });

  test('lets in apps of the tenant with a role for it, and nobody else', async () => {
    const listing = ['GET', '/subscriptions/list'] as const;
    const rows: readonly (readonly [object, number])[] = [
      [{ token: 'a.b.c' }, 401],
      [{ token: await tokenWith({ aud: microsoftResources.graph.identifierUri }) }, 401],
      [{ token: await tokenWith({ exp: 1 }) }, 401],
      [{ token: await tokenWith({ roles: ['ServiceHealth.Read'] }) }, 403],
      [{ token: await tokenWith({ roles: undefined, scp: 'ActivityFeed.Read' }) }, 403],
    ];
    for (const [options, status] of rows) assert.deepEqual(await refusal(...listing, options), [status, 'AF10001']);
    assert.deepEqual(await refusal(...listing, { tenantId: 'contoso' }), [400, 'AF20013']);
    assert.deepEqual(await refusal(...listing, { tenantId: '11111111-2222-4333-8444-555555555555' }), [403, 'AF20010']);
  });

  test('counts calls that name no publisher', async () => {
    const before = feed.service.anonymousCalls;
    await call('GET', '/subscriptions/list');
    await call('GET', '/subscriptions/list?PublisherIdentifier=x');
    assert.equal(feed.service.anonymousCalls, before + 1);
  });
});
