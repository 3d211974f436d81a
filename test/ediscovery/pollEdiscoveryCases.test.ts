import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { type ChangeLog, createChangeLog } from '../../functions/changes/changeLog.ts';
import { pollEdiscoveryCases } from '../../functions/ediscovery/pollEdiscoveryCases.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { app, person } from '../callers.ts';
import { callHandler } from '../callHandler.ts';
import { type Purview, startPurview } from '../startPurview.ts';
import { tableForTest } from '../tableForTest.ts';
import { caseId, caller as grady } from './matter.ts';

describe('a flow that waits for eDiscovery cases', () => {
  let purview: Purview;
  let changeLog: ChangeLog;
  before(async () => {
    purview = await startPurview();
    changeLog = createChangeLog(await tableForTest(), purview.now);
  });
  after(() => purview.close());

  // A caller of its own for each test: what changed is kept for each caller.
  let caller: Caller;
  beforeEach((context) => {
    caller = { ...grady, tenantId: context.name };
  });

  interface Item {
    readonly cursor: string;
    readonly change: string;
    readonly previousStatus?: string;
    readonly case: { caseId: string; status: string; description?: string };
  }

  const poll = async (parameters: Record<string, unknown> = {}, by = caller) => {
    const call = { caller: by, parameters: { statusChangesOnly: false, ...parameters } };
    const { status, headers, body } = await callHandler(pollEdiscoveryCases, { ...purview, changeLog }, call);
    const items: readonly Item[] = Object(body).value ?? [];
    const { cursor, status: wanted } = Object.fromEntries(new URL(headers?.Location ?? '').searchParams);
    return { status, items, next: { cursor, ...(wanted !== undefined && { status: wanted }) } };
  };
  const minuteLater = () => purview.pass(60_000);

  test('is told of new cases, of changes, and of each new status', async () => {
    let reply = await poll();
    assert.equal(reply.status, 202);
    const told: string[] = [];
    const look = async () => {
      minuteLater();
      reply = await poll(reply.next);
      for (const { change, previousStatus = '', case: found } of reply.items)
        told.push(`${change} ${previousStatus}>${found.status}`);
    };
    const { id } = purview.graph.ediscovery.add({ displayName: 'New matter' });
    await look();
    purview.graph.ediscovery.change(id, { description: 'Now with a description' });
    await look();
    for (const status of ['pendingDelete', 'active', 'closedWithError'] as const) {
      purview.graph.ediscovery.change(id, { status });
      await look();
    }
    await look();
    assert.deepEqual(told, [
      'created >active',
      'updated >active',
      'statusChanged active>pendingDelete',
      'statusChanged pendingDelete>active',
      'statusChanged active>closedWithError',
    ]);
  });

  test('may wait for a status, or for changes of it only', async () => {
    const closed = await poll({ status: 'closedWithError' });
    const changes = await poll({ statusChangesOnly: true });
    minuteLater();
    purview.graph.ediscovery.change(caseId, { description: 'Changed' });
    assert.equal((await poll({ ...changes.next, statusChangesOnly: true })).status, 202);
    minuteLater();
    const { id } = purview.graph.ediscovery.add({ displayName: 'New matter' });
    const { items: created, next } = await poll({ ...changes.next, statusChangesOnly: true });
    assert.deepEqual(
      created.map(({ change, case: found }) => [change, found.caseId]),
      [['created', id]],
    );
    minuteLater();
    purview.graph.ediscovery.change(caseId, { status: 'closedWithError' });
    for (const wanted of [closed.next, { ...next, statusChangesOnly: true }]) {
      const { items } = await poll(wanted);
      assert.deepEqual(
        items.map(({ change, previousStatus, case: found }) => [change, previousStatus, found.caseId]),
        [['statusChanged', 'active', caseId]],
      );
    }
    purview.graph.ediscovery.change(caseId, { status: 'active' });
  });

  test('is told at first what was created or changed in the last 24 hours', async () => {
    const { ediscovery } = purview.graph;
    const at = (hours: number) => new Date(purview.now().getTime() - hours * 3_600_000).toISOString();
    const [created, updated, older] = [
      [1, 1],
      [48, 1],
      [48, 48],
    ].map(([createdHours = 0, updatedHours = 0]) =>
      ediscovery.add({ createdDateTime: at(createdHours), lastModifiedDateTime: at(updatedHours) }),
    );
    const { items } = await poll();
    const told = new Map(items.map(({ change, case: found }) => [found.caseId, change]));
    assert.deepEqual(
      [created, updated, older].map((found) => told.get(found?.id ?? '')),
      ['created', 'updated', undefined],
    );
  });

  test('is told later of a new case that has no time, as built-in ones have none', async () => {
    const { next } = await poll();
    const none = '0001-01-01T00:00:00Z';
    const { id } = purview.graph.ediscovery.add({ createdDateTime: none, lastModifiedDateTime: none });
    minuteLater();
    const { items } = await poll(next);
    assert.deepEqual(
      items.map(({ change, case: found }) => [change, found.caseId]),
      [['created', id]],
    );
  });

  test('shares one look at the list a minute with all flows of the same caller, and with nobody else', async () => {
    const route = 'GET /security/cases/ediscoveryCases';
    for (const by of [caller, person(users.lynne), app()].map((one) => ({ ...one, tenantId: caller.tenantId }))) {
      const earlier = purview.graph.requests.of(route);
      for (const parameters of [{}, { status: 'active' }, {}]) {
        await poll(parameters, by);
        assert.equal(purview.graph.requests.of(route), earlier + 1);
        purview.pass(15_000);
      }
    }
  });

  test('hands on faults, and keeps its place over them', async () => {
    const { next } = await poll();
    minuteLater();
    purview.graph.ediscovery.change(caseId, { description: 'Changed while Graph failed' });
    await purview.assertHandsOnFaults(() => poll(next));
    assert.deepEqual(
      (await poll(next)).items.map(({ case: found }) => found.caseId),
      [caseId],
    );
  });

  test('hears of every version once, newest first, though all have the same time', async () => {
    const lastModifiedDateTime = '2026-01-01T00:00:00Z';
    const { ediscovery } = purview.graph;
    const cases = [0, 1, 2].map((at) =>
      ediscovery.add({ displayName: `${at}`, createdDateTime: lastModifiedDateTime, lastModifiedDateTime }),
    );
    let { next } = await poll();
    let version = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.subarray([0, 1, 2]), { minLength: 1, maxLength: 4 }), async (rounds) => {
        for (const changed of rounds) {
          version += 1;
          for (const at of changed)
            ediscovery.change(cases[at]?.id ?? '', { description: `${version}`, lastModifiedDateTime });
          minuteLater();
          const reply = await poll(next);
          assert.deepEqual(
            reply.items.map(({ case: found }) => [found.caseId, found.description]).sort(),
            changed.map((at) => [cases[at]?.id ?? '', `${version}`]).sort(),
          );
          const places = reply.items.map(({ cursor }) => Number(cursor.split('.')[1]));
          assert.deepEqual(
            places,
            [...new Set(places)].sort((one, other) => other - one),
          );
          next = reply.next;
        }
      }),
      { numRuns: 8 },
    );
  });

  test('needs a cursor that it was given', () => assert.rejects(poll({ cursor: 'x' }), { code: 'InvalidInput' }));
});
