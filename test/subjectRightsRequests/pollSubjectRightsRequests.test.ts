import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, test } from 'node:test';
import { type ChangeLog, createChangeLog } from '../../functions/changes/changeLog.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { pollSubjectRightsRequests } from '../../functions/subjectRightsRequests/pollSubjectRightsRequests.ts';
import { subjectRightsRequests } from '../../sandbox/contoso/subjectRightsRequests.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { tableForTest } from '../tableForTest.ts';

const { monica, jonas, priya } = subjectRightsRequests;
const dayMs = 24 * 3_600_000;

describe('a flow that waits for subject rights requests', () => {
  let purview: Purview;
  let changeLog: ChangeLog;
  let table: Awaited<ReturnType<typeof tableForTest>>;
  before(async () => {
    table = await tableForTest();
  });
  beforeEach(async () => {
    purview = await startPurview();
    changeLog = createChangeLog(table, purview.now);
  });
  afterEach(() => purview.close());

  interface Item {
    readonly cursor: string;
    readonly changes: string[];
    readonly stages?: { stage: string; status: string }[];
    readonly reminderDays?: number;
    readonly request: { requestId: string; status: string };
  }
  interface Reply {
    readonly status: number;
    readonly items: readonly Item[];
    readonly next: URL;
    readonly retryAfter: string | undefined;
  }

  // A person of its own for each test: what changed is kept for each person.
  let caller: Caller;
  beforeEach((context) => {
    caller = { ...person(users.diego), tenantId: context.name };
  });

  const poll = async (parameters: Record<string, unknown> = {}, by = caller): Promise<Reply> => {
    const dependencies = { ...purview, changeLog };
    const call = { caller: by, parameters: { notifyOf: 'everything', ...parameters } };
    const { status, headers, body } = await callHandler(pollSubjectRightsRequests, dependencies, call);
    return {
      status,
      items: Object(body).value ?? [],
      next: new URL(headers?.Location ?? ''),
      retryAfter: headers?.['Retry-After'],
    };
  };
  const follow = ({ next }: Reply) => {
    const { daysBeforeDue, ...parameters } = Object.fromEntries(next.searchParams);
    return poll({
      ...parameters,
      ...(daysBeforeDue !== undefined && { daysBeforeDue: daysBeforeDue.split(',').map(Number) }),
    });
  };
  const toldOf = ({ items }: Reply) => items.map(({ request, changes }) => [request.requestId, ...changes]);

  test('is told nothing at first, and where to ask next', async () => {
    const reply = await poll({ type: 'access', daysBeforeDue: [7, 2] });
    assert.deepEqual([reply.status, reply.items, reply.retryAfter], [202, [], '300']);
    const { origin, pathname, searchParams } = reply.next;
    assert.equal(origin + pathname, 'https://func.example.com/api/polling/subjectRightsRequests');
    assert.partialDeepStrictEqual(Object.fromEntries(searchParams), {
      type: 'access',
      daysBeforeDue: '7,2',
      notifyOf: 'everything',
    });
    assert.match(searchParams.get('cursor') ?? '', /^[\da-f]{8}\.\d+$/);
  });

  test('is told of new, changed and closed requests and of stages, newest first and once', async () => {
    const first = await poll({ daysBeforeDue: [7, 2] });
    const { id } = purview.graph.subjectRightsRequests.add({ displayName: 'New' });
    purview.graph.subjectRightsRequests.advance(priya.id, 'contentRetrieval', 'completed');
    purview.graph.subjectRightsRequests.advance(monica.id, 'caseResolved', 'completed');
    const second = await follow(first);
    assert.deepEqual(toldOf(second), [
      [id, 'created'],
      [priya.id, 'updated', 'stage'],
      [monica.id, 'closed', 'stage'],
    ]);
    assert.deepEqual(second.items[1]?.stages, [
      { stage: 'contentRetrieval', status: 'completed' },
      { stage: 'contentReview', status: 'current' },
    ]);
    // Both ways of going on: the Location, and the cursor of the first item.
    assert.equal(second.items[0]?.cursor, second.next.searchParams.get('cursor'));
    const sequences = second.items.map(({ cursor }) => Number(cursor.split('.')[1]));
    assert.deepEqual(
      sequences,
      [...new Set(sequences)].sort((one, other) => other - one),
    );
    assert.equal((await follow(second)).status, 202);
  });

  test('is told of changes that leave no other time behind', async () => {
    const lastModifiedDateTime = '2026-11-20T08:00:00Z';
    const { id } = purview.graph.subjectRightsRequests.add({
      lastModifiedDateTime,
      createdDateTime: lastModifiedDateTime,
    });
    let reply = await poll();
    for (const description of ['one', 'two']) {
      purview.graph.subjectRightsRequests.change(id, { description, lastModifiedDateTime });
      reply = await follow(reply);
      assert.deepEqual(toldOf(reply), [[id, 'updated']]);
    }
  });

  test('is told at first of what it would have been reminded of in the last 24 hours', async () => {
    const { items } = await poll();
    assert.deepEqual(
      items.map(({ request, reminderDays }) => [request.requestId, reminderDays]),
      [[monica.id, 14]],
    );
  });

  test('is reminded so many days before, once for each, and not of closed ones', async () => {
    const away = await poll({ notifyOf: 'dueDates', daysBeforeDue: [2, 0] });
    let reply = away;
    const reminders: [number, number | undefined][] = [];
    for (let day = 1; day <= 5; day += 1) {
      purview.pass(dayMs);
      reply = await follow(reply);
      for (const { request, reminderDays, changes } of reply.items) {
        assert.deepEqual([request.requestId, changes], [jonas.id, ['dueSoon']]);
        reminders.push([day, reminderDays]);
      }
    }
    assert.deepEqual(reminders, [
      [1, 2],
      [3, 0],
    ]);
    // Whoever comes back when the request has no date any more, or is closed, has nothing to be reminded of.
    purview.graph.subjectRightsRequests.change(jonas.id, { internalDueDateTime: null });
    assert.deepEqual(toldOf(await follow(away)), []);
    purview.graph.subjectRightsRequests.advance(jonas.id, 'caseResolved', 'completed');
    assert.deepEqual(toldOf(await follow(away)), []);
  });

  test('may wait for some types only, for stages only, and for due dates only', async () => {
    const deletes = await poll({ type: 'delete' });
    const stages = await poll({ notifyOf: 'stages' });
    const dueDates = await poll({ notifyOf: 'dueDates' });
    // By then it is two days before one of them is due.
    purview.pass(dayMs);
    const { id } = purview.graph.subjectRightsRequests.add({ displayName: 'New', internalDueDateTime: null });
    purview.graph.subjectRightsRequests.advance(jonas.id, 'contentReview', 'failed');
    purview.graph.subjectRightsRequests.change(priya.id, { description: 'Changed' });
    assert.deepEqual(toldOf(await follow(deletes)), [[jonas.id, 'updated', 'stage', 'dueSoon']]);
    const toldOfStages = await follow(stages);
    assert.deepEqual(toldOf(toldOfStages), [
      [id, 'created'],
      [jonas.id, 'stage'],
    ]);
    assert.ok(toldOfStages.items.every(({ reminderDays }) => reminderDays === undefined));
    const toldOfDueDates = await follow(dueDates);
    assert.deepEqual(
      toldOfDueDates.items.map(({ request, changes, reminderDays }) => [request.requestId, changes, reminderDays]),
      [[jonas.id, ['dueSoon'], 2]],
    );
  });

  test('keeps what it has seen of the requests apart for each person', async () => {
    const logOf = ({ next }: Reply) => next.searchParams.get('cursor')?.split('.')[0];
    const other = { ...person(users.grady), tenantId: caller.tenantId };
    assert.notEqual(logOf(await poll()), logOf(await poll({}, other)));
  });

  test('keeps its place over answers that were lost, and over faults', async () => {
    const first = await poll();
    purview.graph.subjectRightsRequests.change(jonas.id, { description: 'Changed' });
    const lost = await follow(first);
    await purview.assertHandsOnFaults(() => follow(first));
    const again = await follow(first);
    assert.deepEqual(again.items, lost.items);
  });

  test('is told nothing of requests that the person may see no more', async () => {
    const first = await poll();
    const { id } = purview.graph.subjectRightsRequests.add({ displayName: 'Soon out of sight' });
    assert.deepEqual(toldOf(await follow(first)), [[id, 'created']]);
    purview.graph.subjectRightsRequests.clear();
    assert.equal((await follow(first)).status, 202);
  });

  test('leaves nothing of a data subject in storage', async () => {
    const first = await poll();
    purview.graph.subjectRightsRequests.change(monica.id, { description: 'Monica Thompson called.' });
    await follow(first);
    const kept: string[] = [];
    for await (const rows of table.list({ partitionKey: 'views' })) {
      for (const { rowKey } of rows)
        for await (const page of table.list({ partitionKey: rowKey })) kept.push(JSON.stringify(page));
    }
    assert.match(kept.join(), new RegExp(monica.id));
    assert.doesNotMatch(kept.join(), /Monica|Thompson|example\.com/);
  });

  test('needs a cursor that it was given', async () => {
    await assert.rejects(poll({ cursor: 'yesterday' }), { code: 'InvalidInput' });
  });
});
