import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { type ChangeLog, createChangeLog } from '../../functions/changes/changeLog.ts';
import { pollEdiscoveryCases } from '../../functions/ediscovery/pollEdiscoveryCases.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { app } from '../callers.ts';
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
    purview.graph.ediscovery.change(caseId, { status: 'closedWithError' });
    for (const wanted of [closed.next, { ...changes.next, statusChangesOnly: true }]) {
      const { items } = await poll(wanted);
      assert.deepEqual(
        items.map(({ change, previousStatus }) => [change, previousStatus]),
        [['statusChanged', 'active']],
      );
    }
    purview.graph.ediscovery.change(caseId, { status: 'active' });
  });

  test('shares one look at the list a minute with all flows of the same caller, app or person', async () => {
    const route = 'GET /security/cases/ediscoveryCases';
    for (const by of [caller, { ...app(), tenantId: caller.tenantId }]) {
      const earlier = purview.graph.requests.of(route);
      await poll({}, by);
      await poll({ status: 'active' }, by);
      await poll({}, by);
      assert.equal(purview.graph.requests.of(route), earlier + 1);
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
