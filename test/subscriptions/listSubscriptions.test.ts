import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { listSubscriptions } from '../../functions/subscriptions/listSubscriptions.ts';
import { unsubscribe } from '../../functions/subscriptions/unsubscribe.ts';
import { freshWorlds } from './freshWorlds.ts';
import {
  adele,
  call,
  drainUntilQuiet,
  megan,
  type Process,
  personNamed,
  publicBaseUrl,
  raise,
  subscribeTo,
} from './subscriptionFixture.ts';

describe('ListSubscriptions', async () => {
  const { sink, open } = await freshWorlds();
  let process: Process;
  beforeEach(() => {
    process = open();
  });

  const list = async (caller = adele, query = '') => {
    const answer = await call(listSubscriptions, process, { method: 'GET', caller, query });
    assert.equal(answer.status, 200, answer.text);
    assert.ok(Array.isArray(answer.json.value));
    const value: Record<string, unknown>[] = answer.json.value;
    return { ...answer, value, ids: value.map(({ subscriptionId }) => String(subscriptionId)) };
  };

  test('tells the owner, and nobody else, how each subscription fares, and nothing that is secret', async () => {
    const { subscriptionId, location } = await subscribeTo(process, sink.url);
    assert.deepEqual((await list(megan)).value, []);
    assert.deepEqual((await list(personNamed('Adele', 'another tenant'))).value, []);
    await raise(process, 'good', 'bad');
    sink.answer = ({ alertId }) => ({ status: alertId === 'bad' ? 400 : 202 });
    await drainUntilQuiet(process, subscriptionId);
    sink.answer = () => ({ status: 503 });
    process.world.clock.nowMs += 1_000;
    const raisedAt = new Date(process.world.clock.nowMs).toISOString();
    await raise(process, 'p1');
    process.world.clock.nowMs += 1_000;
    await raise(process, 'p2', 'p3');
    await drainUntilQuiet(process, subscriptionId, { forMs: 0 });
    const { value, text } = await list();
    const [{ createdAt, lastDeliveredAt, lastTrouble, ...rest } = assert.fail()] = value;
    assert.deepEqual(rest, {
      subscriptionId,
      trigger: 'OnDlpAlert',
      state: 'active',
      pending: 3,
      oldestPendingAt: raisedAt,
      delivered: 1,
      deadLetters: 1,
    });
    assert.ok(String(createdAt) < raisedAt && String(lastDeliveredAt) < raisedAt);
    assert.match(String(lastTrouble), /^\d{4}-.*Z: The callback answered 503\.$/);
    for (const secret of ['sig=', '127.0.0.1', location.split('.').at(-1) ?? '', 'secretHash', 'links', 'owner'])
      assert.ok(!text.includes(secret), secret);
  });

  test('counts as pending only what passes the filters', async () => {
    await subscribeTo(process, sink.url, { policies: ['another policy'] });
    await raise(process, 'a1', 'a2');
    assert.deepEqual(
      (await list()).value.map(({ pending }) => pending),
      [0],
    );
  });

  test('gives all of many, page by page, each once', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 7; n++) {
      ids.push((await subscribeTo(process, `${sink.url}&n=${n}`)).subscriptionId);
      await subscribeTo(process, `${sink.url}&n=${n}`, {}, megan);
    }
    const found: string[] = [];
    let pages = 0;
    for (let query: string | undefined = 'top=3'; query !== undefined; pages++) {
      const page = await list(adele, query);
      assert.ok(page.ids.length <= 3);
      found.push(...page.ids);
      const { nextLink } = page.json;
      if (nextLink !== undefined) assert.ok(String(nextLink).startsWith(`${publicBaseUrl}/api/subscriptions?`));
      query = nextLink === undefined ? undefined : new URL(String(nextLink)).search.slice(1);
    }
    assert.equal(pages, 3);
    assert.deepEqual(found.toSorted(), ids.toSorted());
    assert.equal((await list(adele, 'top=7')).json.nextLink, undefined);
  });

  test('says why a subscription has ended, and leaves out what was deleted', async () => {
    const ended = await subscribeTo(process, sink.url);
    const deleted = await subscribeTo(process, `${sink.url}&deleted`);
    await call(unsubscribe, process, { method: 'DELETE', params: { subscriptionId: deleted.linkId } });
    await raise(process, 'a1');
    sink.answer = () => ({ status: 410 });
    await drainUntilQuiet(process, ended.subscriptionId);
    const { value } = await list();
    assert.deepEqual(
      value.map(({ subscriptionId, state, stateReason, pending }) => ({ subscriptionId, state, stateReason, pending })),
      [
        {
          subscriptionId: ended.subscriptionId,
          state: 'ended',
          stateReason: 'The callback answered 410: it wants no more events.',
          pending: 0,
        },
      ],
    );
  });

  test('refuses more than it gives at once', async () => {
    for (const query of ['top=0', 'top=101', 'top=many', 'skip=1']) {
      const { status } = await call(listSubscriptions, process, { method: 'GET', caller: adele, query });
      assert.equal(status, 400, query);
    }
  });
});
