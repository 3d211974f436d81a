import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { polledSources } from '../../functions/events/event.ts';
import type { EventLog } from '../../functions/events/eventLog.ts';
import type { ConnectorHealth } from '../../functions/health/connectorHealth.ts';
import { onConnectorHealth } from '../../functions/health/onConnectorHealth.ts';
import { createToldHealth } from '../../functions/health/toldHealth.ts';
import { watchHealth } from '../../functions/health/watchHealth.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import type { Table } from '../../functions/storage/table.ts';
import { purgeSubscriptions } from '../../functions/subscriptions/purgeSubscriptions.ts';
import { replayEvents } from '../../functions/subscriptions/replayEvents.ts';
import { silentLog } from '../silentLog.ts';
import type { Answer } from '../subscriptions/callbackSink.ts';
import { freshWorlds } from '../subscriptions/freshWorlds.ts';
import {
  adele,
  alertDraft,
  appendEvents,
  call,
  deadLettersOf,
  drainUntilQuiet,
  megan,
  numbered,
  type Process,
  raise,
  subscribeTo,
  type World,
} from '../subscriptions/subscriptionFixture.ts';

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
const ok: Answer = { status: 202 };

describe('WatchHealth', async () => {
  const { sink, open } = await freshWorlds();
  let process: Process;
  let world: World;
  beforeEach(() => {
    process = open();
    ({ world } = process);
  });

  interface Watched {
    /** Stands between the app and the table of what was told. */
    readonly through?: (table: Table) => Table;
    readonly log?: EventLog;
    readonly silentFlowDays?: number;
  }
  const watch = async ({ through = (table) => table, ...variation }: Watched = {}): Promise<void> => {
    const { log, subscriptions, cursors, deadLetters, hints } = process;
    const observed = {
      sourcesRead: polledSources,
      pollScheduleOf: () => '0 * * * * *',
      log,
      subscriptions,
      cursors,
      deadLetters,
      silentFlowDays: 7,
      now: () => new Date(world.clock.nowMs),
      ...variation,
    };
    await watchHealth.run(
      { observed, hints, tenantId: adele.tenantId, toldHealth: createToldHealth(through(world.table('health'))) },
      { correlationId: 'a watch', log: silentLog },
    );
  };

  /** All that was told of a component, as `state` and what else is asked for. */
  const told = async (component: ConnectorHealth['component']): Promise<readonly ConnectorHealth[]> =>
    (await process.log.after('health', 0))
      .map(({ json }): ConnectorHealth => JSON.parse(json).health)
      .filter((health) => health.component === component);
  const states = async (component: ConnectorHealth['component']) =>
    (await told(component)).map(({ state, previousState }) => `${previousState ?? '-'} > ${state}`);

  const drain = (subscriptionId: string) => process.drainer.drain(subscriptionId, silentLog);

  test('tells nothing while all is well', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    await drainUntilQuiet(process, subscriptionId);
    await watch();
    await watch();
    assert.deepEqual(await process.log.after('health', 0), []);
  });

  test('tells once that a subscription was suspended, and that it was resumed by a replay', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await watch();
    await raise(process, 'a1');
    sink.answer = () => ({ status: 404 });
    await drain(subscriptionId);
    world.clock.nowMs += 25 * hourMs;
    await drain(subscriptionId);
    await watch();
    await watch();
    assert.deepEqual(await states('subscription'), ['ok > suspended']);
    const [suspended] = await told('subscription');
    assert.equal(suspended?.name, subscriptionId);
    assert.equal(suspended?.trigger, 'OnDlpAlert');
    assert.match(suspended?.reason ?? '', /nothing but 404 for 24 hours/);
    sink.answer = () => ok;
    const from = new Date(world.clock.nowMs - 26 * hourMs).toISOString();
    await call(replayEvents, process, { caller: adele, body: { subscriptionId, from } });
    await drainUntilQuiet(process, subscriptionId);
    await watch();
    assert.deepEqual(await states('subscription'), ['ok > suspended', 'suspended > ok']);
    assert.deepEqual(sink.alertIds, ['a1', 'a1', 'a1']);
  });

  test('tells that a subscription ended by 410, and forgets one that its owner deleted', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 410 });
    await drain(subscriptionId);
    await watch();
    assert.deepEqual(await states('subscription'), ['- > ended']);
    await process.subscriptions.update(subscriptionId, (current) => current && { ...current, state: 'deleted' });
    await watch();
    assert.deepEqual(
      [...(await createToldHealth(world.table('health')).all()).keys()],
      polledSources.map((source) => `records-${source}`).toSorted(),
    );
    assert.equal((await process.log.after('health', 0)).length, 1);
  });

  test('tells of dead letters when they appear, when there are more, and when none is left', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    sink.answer = () => ({ status: 400 });
    await raise(process, ...numbered(2));
    await drainUntilQuiet(process, subscriptionId);
    await watch();
    await raise(process, 'a3');
    await drainUntilQuiet(process, subscriptionId);
    await watch();
    await watch();
    const [first = assert.fail()] = await deadLettersOf(process, subscriptionId);
    await (await process.deadLetters.remover(subscriptionId, [first]))();
    // That there are fewer is no news, but counts when there are more again.
    await watch();
    await raise(process, 'a4');
    await drainUntilQuiet(process, subscriptionId);
    await watch();
    sink.answer = () => ok;
    await call(replayEvents, process, { caller: adele, body: { subscriptionId, deadLetters: true } });
    await watch();
    assert.deepEqual(
      (await told('deadLetters')).map(({ state, deadLetters }) => [state, deadLetters]),
      [
        ['waiting', 2],
        ['waiting', 3],
        ['waiting', 3],
        ['ok', 0],
      ],
    );
  });

  test('tells that a flow stalls when events have waited for an hour, and that it goes on', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await raise(process, 'a1');
    sink.answer = () => ({ status: 503 });
    await drain(subscriptionId);
    world.clock.nowMs += hourMs - 1;
    await watch();
    assert.deepEqual(await states('subscription'), []);
    world.clock.nowMs += 2;
    await watch();
    const [stalled] = await told('subscription');
    assert.equal(stalled?.state, 'stalled');
    assert.equal(stalled?.pending, 1);
    assert.match(stalled?.reason ?? '', /answered 503/);
    sink.answer = () => ok;
    await drainUntilQuiet(process, subscriptionId);
    await watch();
    assert.deepEqual(await states('subscription'), ['ok > stalled', 'stalled > ok']);
  });

  test('tells that a flow fell silent which used to get events, and no other', async () => {
    const raised = async (severity: 'high' | 'low'): Promise<void> => {
      await appendEvents(process, [{ draft: alertDraft(world, { severity }), change: 'raised' }]);
    };
    const { subscriptionId } = await subscribeTo(process, sink.url, { minimumSeverity: 'high' });
    await subscribeTo(process, `${sink.url}&never`, { policies: ['nothing has this'] });
    const waiting = await subscribeTo(process, `${sink.url}&waiting`);
    await process.log.setAside.note('alerts', [{ reason: 'It has no id.' }]);
    await watch();
    // No news of the connector's health is good news.
    const listener = await listen(adele, 'owner', { components: ['records'] });
    await raised('high');
    for (const id of [subscriptionId, waiting.subscriptionId, listener]) await drainUntilQuiet(process, id);
    assert.equal(sink.received.length, 3);
    world.clock.nowMs += 7 * dayMs;
    await raised('low');
    await watch();
    assert.deepEqual(await told('subscription'), []);
    world.clock.nowMs += 1;
    await watch({ silentFlowDays: 0 });
    assert.deepEqual(await told('subscription'), []);
    await watch();
    assert.deepEqual(
      (await told('subscription')).map(({ name, state }) => [name, state]),
      [[subscriptionId, 'silent']],
    );
  });

  test('tells that a source fell silent and that it came back', async () => {
    const polled = async (): Promise<void> => {
      const head = await process.log.head('alerts');
      const lastPolledAt = new Date(world.clock.nowMs).toISOString();
      await process.log.advance('alerts', head, { lastPolledAt, watermark: lastPolledAt });
    };
    await watch();
    await polled();
    await watch();
    world.clock.nowMs += 11 * 60_000;
    await watch();
    await polled();
    await watch();
    assert.deepEqual(await states('source'), ['ok > silent', 'silent > ok']);
    const severities = (await process.log.after('health', 0)).map(({ facets }) => facets.severity);
    // Then nobody hears of anything, so it is graver than a flow that is silent.
    assert.deepEqual(severities, ['high', 'informational']);
  });

  test('tells of records that were set aside, once for each', async () => {
    await raise(process, 'a1');
    const { setAside } = process.log;
    await setAside.note('alerts', [{ recordId: 'r1', reason: 'It has no id.' }]);
    await setAside.note('alerts', [{ recordId: 'r1', reason: 'It has no id.' }]);
    await watch();
    await watch();
    await setAside.note('alerts', [{ recordId: 'r2', reason: 'It has no time.' }]);
    await watch();
    assert.deepEqual(
      (await told('records')).map(({ name, state, setAside: count }) => [name, state, count]),
      [
        ['alerts', 'setAside', 1],
        ['alerts', 'setAside', 2],
      ],
    );
    await process.log.purge('alerts', { entries: new Date(world.clock.nowMs + 1), records: new Date(0) });
    await watch();
    assert.equal((await told('records')).at(-1)?.state, 'ok');
  });

  for (const dies of ['before', 'after'] as const)
    test(`tells nothing twice and nothing never, when it dies ${dies} any of its writes`, async () => {
      const { subscriptionId } = await subscribeTo(process, sink.url);
      // What is well is noted by now, so that all writes are about what happens next.
      await watch();
      sink.answer = () => ({ status: 400 });
      for (let survives = 0, died = true; died; survives++) {
        await raise(process, `a${survives}`);
        await drainUntilQuiet(process, subscriptionId);
        let writes = 0;
        const write = async <T>(what: () => Promise<T>): Promise<T> => {
          const isLast = writes++ === survives;
          if (isLast && dies === 'before') throw new Error('died');
          const written = await what();
          if (isLast) throw new Error('died');
          return written;
        };
        const { log } = process;
        died = await watch({
          through: (table) => ({ ...table, commit: (...change) => write(() => table.commit(...change)) }),
          log: { ...log, append: (...appended) => write(() => log.append(...appended)) },
        }).then(
          () => false,
          () => true,
        );
        await watch();
        // What died after it had told of some tells of what came since the next time.
        await watch();
        const amounts = (await told('deadLetters')).map(({ deadLetters }) => deadLetters);
        assert.deepEqual(
          amounts,
          numbered(survives + 1).map((_, index) => index + 1),
        );
        if (!died) assert.equal(survives, 3);
      }
      const versions = (await process.log.after('health', 0)).map(({ version }) => version);
      assert.equal(new Set(versions).size, versions.length);
    });

  test('tells once what two hosts see at once, and what a test event was written beside', async () => {
    await process.log.setAside.note('alerts', [{ recordId: 'r1', reason: 'It has no id.' }]);
    await subscribeTo(process, sink.url);
    await process.subscriptions.update(
      (await subscribeTo(process, sink.url)).subscriptionId,
      (current) => current && { ...current, state: 'suspended', stateReason: 'a reason' },
    );
    const { log } = process;
    let isBeside = false;
    const beside: EventLog = {
      ...log,
      async append(source, head, append) {
        if (!isBeside) await log.advance(source, head, {});
        isBeside = true;
        return log.append(source, head, append);
      },
    };
    await Promise.all([watch({ log: beside }), watch()]);
    assert.ok(isBeside);
    assert.deepEqual(await states('records'), ['- > setAside']);
    assert.deepEqual(await states('subscription'), ['- > suspended']);
  });

  test('ends a subscription that was suspended for longer than the log keeps events', async () => {
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await process.subscriptions.update(
      subscriptionId,
      (current) => current && { ...current, state: 'suspended', stateReason: 'a reason' },
    );
    await purgeSubscriptions(process, new Date(world.clock.nowMs - 1));
    await watch();
    await purgeSubscriptions(process, new Date(world.clock.nowMs + 1));
    await watch();
    assert.deepEqual(await states('subscription'), ['- > suspended', 'suspended > ended']);
  });

  const administrator: Caller = { ...megan, objectId: 'an administrator', roles: ['Purview.Administrator'] };
  const listen = async (caller: Caller, path: string, input: object = {}): Promise<string> => {
    const body = { notificationUrl: `${sink.url}&${path}`, startFrom: 'last24Hours', ...input };
    const { status, json, text } = await call(onConnectorHealth, process, { caller, body });
    assert.equal(status, 201, text);
    return String(json.subscriptionId);
  };

  test('is heard by the owner and by administrators; others hear of sources only', async () => {
    const heard = (path: string) =>
      sink.received
        .filter((received) => received.path.endsWith(`&${path}`))
        .map(({ event }) => (event.health as ConnectorHealth).component);
    const { subscriptionId } = await subscribeTo(process, sink.url);
    await process.log.setAside.note('alerts', [{ reason: 'It has no id.' }]);
    sink.answer = ({ path }) => (path.includes('&') && /&(owner|other|all|some)$/.test(path) ? ok : { status: 400 });
    await raise(process, 'a1');
    await drainUntilQuiet(process, subscriptionId);
    await watch();
    const listeners = [
      await listen(adele, 'owner'),
      await listen(megan, 'other'),
      await listen(administrator, 'all'),
      await listen(administrator, 'some', { components: ['records'] }),
    ];
    for (const listener of listeners) await drainUntilQuiet(process, listener);
    assert.deepEqual(heard('owner').toSorted(), ['deadLetters', 'records']);
    assert.deepEqual(heard('other'), ['records']);
    assert.deepEqual(heard('all').toSorted(), ['deadLetters', 'records']);
    assert.deepEqual(heard('some'), ['records']);
  });

  test('wakes the subscriptions that want to hear', async () => {
    const listener = await listen(adele, 'owner');
    process.hinted.length = 0;
    await process.log.setAside.note('alerts', [{ reason: 'It has no id.' }]);
    await watch();
    assert.deepEqual(process.hinted, [{ subscriptionId: listener, delayMs: 0 }]);
  });
});
