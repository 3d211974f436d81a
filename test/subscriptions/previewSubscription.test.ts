import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import v8 from 'node:v8';
import vm from 'node:vm';
import { onLabelChange } from '../../functions/activity/onLabelChange.ts';
import { testActivity } from '../../functions/activity/testActivity.ts';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import type { Source, ToldBefore } from '../../functions/events/event.ts';
import type { EventLog } from '../../functions/events/eventLog.ts';
import { toHealthDraft } from '../../functions/health/connectorHealth.ts';
import { onConnectorHealth } from '../../functions/health/onConnectorHealth.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { previewSubscription } from '../../functions/subscriptions/previewSubscription.ts';
import {
  adele,
  alertDraft,
  appendEvents,
  call,
  createWorld,
  megan,
  openProcess,
  type Process,
} from './subscriptionFixture.ts';

type PreviewedLog = Pick<EventLog, 'after' | 'sequenceDetectedBefore'>;

const dayMs = 24 * 60 * 60_000;
const noon = Date.parse('2026-11-22T12:00:00Z');

describe('PreviewSubscription', () => {
  let process: Process;
  const eventIds: string[] = [];

  before(async () => {
    process = openProcess(createWorld());
    const { clock } = process.world;
    // Nine days, each with a high and a low alert, and one update.
    for (let day = 8; day >= 0; day--) {
      clock.nowMs = noon - day * dayMs;
      const drafts = (['high', 'low'] as const).map((severity) => alertDraft(process.world, { severity }));
      const events = drafts.map((draft) => ({ draft, change: 'raised' as const }));
      const update = { draft: alertDraft(process.world, { severity: 'high' }), change: 'updated' as const };
      for (const { eventId } of await appendEvents(process, [...events, update])) eventIds.push(eventId);
    }
  });
  after(() => process.close());

  const preview = (body: object, caller: Caller = adele, log: PreviewedLog = process.log) =>
    call(
      previewSubscription,
      {
        ...process,
        log,
        triggers: {
          OnDlpAlert: onDlpAlert.follows,
          OnConnectorHealth: onConnectorHealth.follows,
          OnLabelChange: onLabelChange.follows,
        },
        now: () => new Date(process.world.clock.nowMs),
      },
      { caller, body },
    );

  test('counts what would have started a flow, day by day, and names the newest', async () => {
    const { status, json } = await preview({ trigger: 'OnDlpAlert', days: 2, minimumSeverity: 'high' });
    assert.equal(status, 200);
    assert.deepEqual(json, {
      count: 3,
      days: [
        { date: '2026-11-20', count: 1 },
        { date: '2026-11-21', count: 1 },
        { date: '2026-11-22', count: 1 },
      ],
      eventIds: [eventIds[24], eventIds[21], eventIds[18]],
      looksThrough: 9,
      isComplete: true,
    });
  });

  test('looks seven days back unless told otherwise, with updates where they are asked for', async () => {
    const { json } = await preview({ trigger: 'OnDlpAlert', includeUpdates: true });
    assert.equal(json.count, 24);
    assert.equal((json.days as unknown[]).length, 8);
    assert.equal((json.eventIds as unknown[]).length, 20);
    assert.equal((await preview({ trigger: 'OnDlpAlert', days: 30, policies: ['no such policy'] })).json.count, 0);
  });

  test('counts once what another event told before, unless the filter would have held that one back', async () => {
    const count = async (minimumSeverity: string) =>
      (await preview({ trigger: 'OnDlpAlert', days: 1, minimumSeverity })).json.count;
    const [low, high] = [await count('low'), await count('high')];
    const draft = alertDraft(process.world, { severity: 'high' });
    const { recordedAt } = draft;
    const told: readonly ToldBefore[] = [
      { source: 'alerts', sequence: 1, change: 'raised', recordedAt, facets: { severity: 'low' } },
    ];
    await appendEvents(process, [{ draft: { ...draft, facets: { ...draft.facets, told } }, change: 'raised' }]);
    assert.deepEqual([await count('low'), await count('high')], [low, Number(high) + 1]);
  });

  test('counts no test event, which starts the flow of one subscriber only', async () => {
    const count = async () => (await preview({ trigger: 'OnDlpAlert', days: 1 })).json.count;
    const before = await count();
    await appendEvents(process, [{ draft: alertDraft(process.world), change: 'raised', target: 'one subscription' }]);
    assert.equal(await count(), before);
  });

  test('gives up after a hundred thousand events, and says so', async () => {
    const [entry = assert.fail()] = await process.log.after('alerts', 0);
    const page = new Array(10_000).fill(entry);
    const pagesOf = (most: number) => {
      let pages = 0;
      return { after: async () => (pages++ < most ? page : []), sequenceDetectedBefore: async () => 0 };
    };
    const complete = await preview({ trigger: 'OnDlpAlert' }, adele, pagesOf(9));
    assert.deepEqual([complete.json.looksThrough, complete.json.isComplete], [90_000, true]);
    const endless = await preview({ trigger: 'OnDlpAlert' }, adele, pagesOf(12));
    assert.deepEqual([endless.json.looksThrough, endless.json.isComplete], [100_000, false]);
  });

  test('takes the inputs that only this trigger has, and shows nobody what is about somebody else', async () => {
    const health = { component: 'subscription', name: 'q0Yx3mWb1Fh8cT2LrK7vNA', state: 'ended' } as const;
    const draft = toHealthDraft({ owner: adele, health }, 1, new Date(process.world.clock.nowMs));
    const head = await process.log.head('health');
    const upperBound = new Date(process.world.clock.nowMs).toISOString();
    await process.log.append('health', head, {
      events: [{ draft, change: 'raised' }],
      upperBound,
      correlationId: 'c',
    });
    const count = async (triggerInputs: object, caller?: Caller) =>
      (await preview({ trigger: 'OnConnectorHealth', triggerInputs }, caller)).json.count;
    assert.equal(await count({}), 1);
    assert.equal(await count({ components: ['subscription'] }), 1);
    assert.equal(await count({ components: ['source'] }), 0);
    assert.equal(await count({}, megan), 0);
    assert.equal(await count({}, { ...megan, roles: ['Purview.Administrator'] }), 1);
  });

  test('names the newest events of all sources, whichever is looked through first', async () => {
    const appendAt = async (source: Source, detectedMs: number) => {
      process.world.clock.nowMs = detectedMs;
      const events = Array.from({ length: 15 }, () => ({
        draft: testActivity.OnLabelChange(),
        change: 'raised' as const,
      }));
      const append = { events, upperBound: new Date(detectedMs).toISOString(), correlationId: 'c' };
      const { entries } = await process.log.append(source, await process.log.head(source), append);
      return entries.map((entry) => entry.eventId).reverse();
    };
    const older = await appendAt('generalActivity', noon - dayMs);
    const newer = await appendAt('sharePointActivity', noon);
    const { json } = await preview({ trigger: 'OnLabelChange' });
    assert.equal(json.count, 30);
    assert.deepEqual(json.eventIds, [...newer, ...older.slice(0, 5)]);
  });

  test('keeps nothing of a preview that is over', async () => {
    v8.setFlagsFromString('--expose-gc');
    const collectGarbage = vm.runInNewContext('gc');
    const emptyLog = { after: async () => [], sequenceDetectedBefore: async () => 0 };
    const dependencies = {
      triggers: { OnConnectorHealth: onConnectorHealth.follows },
      log: emptyLog,
      now: () => new Date(),
    };
    // The router, which is made once for each operation, is left out.
    const once = () => {
      const body = { trigger: 'OnConnectorHealth', days: 1, triggerInputs: { components: ['source'] } };
      return previewSubscription.handler(dependencies, { body, caller: adele } as never);
    };
    const heapAfter = async (previews: number) => {
      for (let n = 0; n < previews; n++) await once();
      collectGarbage();
      return v8.getHeapStatistics().used_heap_size;
    };
    const before = await heapAfter(20);
    const grownBytes = (await heapAfter(300)) - before;
    assert.ok(grownBytes < 300 * 2_000, `${grownBytes / 300} bytes each`);
  });

  for (const [what, body, field] of [
    ['a trigger that is none', { trigger: 'OnNothing' }, /trigger: must be one of OnDlpAlert, OnConnectorHealth/],
    ['a trigger that is a word of the language', { trigger: 'constructor' }, /trigger: must be one of/],
    [
      'an input that the trigger does not have',
      { trigger: 'OnDlpAlert', triggerInputs: { app: 'x' } },
      /triggerInputs/,
    ],
    [
      'an input of the wrong kind',
      { trigger: 'OnConnectorHealth', triggerInputs: { components: 'source' } },
      /triggerInputs\.components/,
    ],
  ] as const)
    test(`refuses ${what}`, async () => {
      const { status, text } = await preview(body);
      assert.equal(status, 400);
      assert.match(text, field);
    });
});
