import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { listDeadLetters } from '../../functions/subscriptions/listDeadLetters.ts';
import { oneProcess } from './oneProcess.ts';
import {
  adele,
  call,
  drainUntilQuiet,
  megan,
  numbered,
  openProcess,
  publicBaseUrl,
  raise,
  subscribeTo,
} from './subscriptionFixture.ts';

describe('ListDeadLetters', async () => {
  const { process, sink } = await oneProcess();
  let subscriptionId = '';
  let eventIds: readonly string[] = [];
  before(async () => {
    ({ subscriptionId } = await subscribeTo(process, sink.url));
    sink.answer = ({ alertId }) => ({ status: alertId.startsWith('bad') ? 422 : 202 });
    await raise(process, 'good1', ...numbered(7, 'bad'), 'good2');
    await drainUntilQuiet(process, subscriptionId);
    eventIds = numbered(7, 'bad').flatMap((alertId) => sink.of(alertId).map(({ event }) => event.eventId));
  });

  const list = (query = '', caller = adele, id = subscriptionId) =>
    call(listDeadLetters, process, { method: 'GET', caller, query, params: { subscriptionId: id } });
  const pageOf = ({ json }: Awaited<ReturnType<typeof list>>): Record<string, unknown>[] => {
    assert.ok(Array.isArray(json.value));
    return json.value;
  };

  test('tells each event that was refused, in the order of the log, and why', async () => {
    const { status, json } = await list();
    assert.equal(status, 200);
    assert.equal(json.nextLink, undefined);
    const rows = pageOf({ ...(await list()) });
    assert.deepEqual(
      rows.map(({ at, ...row }) => row),
      eventIds.map((eventId) => ({
        eventId,
        reason: 'The callback refused the event with 422.',
        status: 422,
        attempts: 1,
      })),
    );
    for (const { at } of rows) assert.ok(Math.abs(Date.parse(String(at)) - Date.now()) < 60_000);
  });

  test('gives them page by page, each once', async () => {
    const found: unknown[] = [];
    const sizes: number[] = [];
    for (let query: string | undefined = 'top=3'; query !== undefined; ) {
      const answer = await list(query);
      const rows = pageOf(answer);
      sizes.push(rows.length);
      found.push(...rows.map(({ eventId }) => eventId));
      const { nextLink } = answer.json;
      const path = `${publicBaseUrl}/api/subscriptions/${subscriptionId}/deadLetters?`;
      if (nextLink !== undefined) assert.ok(String(nextLink).startsWith(path));
      query = nextLink === undefined ? undefined : new URL(String(nextLink)).search.slice(1);
    }
    assert.deepEqual(sizes, [3, 3, 1]);
    assert.deepEqual(found, eventIds);
    assert.equal((await list('top=7')).json.nextLink, undefined);
  });

  test('fills a page and goes on, however little storage gives at once', async () => {
    const sparing = openProcess(process.world, {
      through: (table) => ({
        ...table,
        async *list(query) {
          for await (const rows of table.list(query)) for (const row of rows) yield [row];
        },
      }),
    });
    const { page, next } = await sparing.deadLetters.list(subscriptionId, { top: 3 });
    assert.deepEqual(
      page.map(({ eventId }) => eventId),
      eventIds.slice(0, 3),
    );
    assert.notEqual(next, undefined);
    const rest = await sparing.deadLetters.list(subscriptionId, { top: 9, after: next ?? '' });
    assert.deepEqual(
      rest.page.map(({ eventId }) => eventId),
      eventIds.slice(3),
    );
    assert.equal(rest.next, undefined);
    await sparing.close();
  });

  test('says 404 for somebody else’s subscription as for none', async () => {
    assert.equal((await list('', megan)).status, 404);
    assert.equal((await list('', adele, 'A'.repeat(22))).status, 404);
    assert.equal((await list('', adele, '..')).status, 404);
  });

  test('is empty for a subscription that got everything', async () => {
    const other = await subscribeTo(process, `${sink.url}&other`);
    assert.deepEqual((await list('', adele, other.subscriptionId)).json, { value: [] });
  });
});
