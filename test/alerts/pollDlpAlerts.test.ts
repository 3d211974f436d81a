import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import type { Alert } from '../../functions/alerts/alert.ts';
import { pollDlpAlerts } from '../../functions/alerts/pollDlpAlerts.ts';
import type { NewEvent } from '../../functions/events/eventLog.ts';
import { validatorOf } from '../../functions/runtime/validator.ts';
import type { Answered } from '../runtime/invoke.ts';
import {
  adele,
  alertDraft,
  appendEvents,
  call,
  createWorld,
  numbered,
  openProcess,
  type Process,
  publicBaseUrl,
  raise,
} from '../subscriptions/subscriptionFixture.ts';

describe('PollDlpAlerts', () => {
  let process: Process;
  beforeEach(() => {
    process = openProcess(createWorld());
  });
  afterEach(() => process.close());

  const poll = (query: Record<string, string> = {}): Promise<Answered> =>
    call(pollDlpAlerts, process, { caller: adele, method: 'GET', query: String(new URLSearchParams(query)) });
  /** Polls the address that the answer before gave, as the platform does. */
  const follow = ({ headers }: Answered): Promise<Answered> =>
    poll(Object.fromEntries(new URL(headers.get('location') ?? '').searchParams));
  const itemsOf = ({ status, json }: Answered): readonly { alert: Alert; cursor: string }[] =>
    status === 202 ? [] : Object(json).value;
  const idsOf = (answer: Answered): string[] => itemsOf(answer).map(({ alert }) => alert.alertId);
  const event = (alert: Partial<Alert>, change: NewEvent['change'] = 'raised'): NewEvent => ({
    draft: alertDraft(process.world, alert),
    change,
  });

  test('begins from now with 202, an absolute Location that keeps the filters, and when to ask again', async () => {
    await raise(process, 'before');
    const answer = await poll({ minimumSeverity: 'high', policies: 'Financial data,p-2', includeUpdates: 'true' });
    assert.deepEqual([answer.status, answer.text], [202, '']);
    assert.equal(answer.headers.get('retry-after'), '60');
    const { origin, pathname, searchParams } = new URL(answer.headers.get('location') ?? '');
    assert.deepEqual([origin, pathname], [publicBaseUrl, '/api/polling/dlpAlerts']);
    const { cursor, ...filters } = Object.fromEntries(searchParams);
    assert.match(cursor ?? '', /^\d{16}-\d{13}$/);
    assert.deepEqual(filters, { minimumSeverity: 'high', policies: 'Financial data,p-2', includeUpdates: 'true' });
    assert.deepEqual(idsOf(await follow(answer)), []);
  });

  test('answers what came since, newest first, each with a cursor of its own that rises', async () => {
    const first = await poll();
    await raise(process, 'a1', 'a2', 'a3');
    const answer = await follow(first);
    assert.equal(answer.status, 200);
    assert.deepEqual(idsOf(answer), ['a3', 'a2', 'a1']);
    const cursors = itemsOf(answer).map(({ cursor }) => cursor);
    assert.deepEqual(cursors, cursors.toSorted().reverse());
    assert.equal(new URL(answer.headers.get('location') ?? '').searchParams.get('cursor'), cursors[0]);
    const { schema } = pollDlpAlerts.responses[200] ?? assert.fail();
    assert.deepEqual(validatorOf(schema ?? assert.fail(), 'reply')(answer.json), []);
    assert.deepEqual((await follow(answer)).status, 202);
    assert.deepEqual(idsOf(await poll({ cursor: cursors[2] ?? '' })), ['a3', 'a2']);
  });

  test('loses no alert of an instant at which others were answered already', async () => {
    const first = await poll();
    const createdAt = new Date(process.world.clock.nowMs).toISOString();
    const same = { createdAt, updatedAt: createdAt };
    await appendEvents(process, [event({ alertId: 'a1', ...same })]);
    const second = await follow(first);
    await appendEvents(process, [event({ alertId: 'a2', ...same }), event({ alertId: 'a3', ...same })]);
    assert.deepEqual([...idsOf(second), ...idsOf(await follow(second))], ['a1', 'a3', 'a2']);
  });

  for (const [filter, passing] of [
    [{}, ['low', 'high']],
    [{ minimumSeverity: 'high' }, ['high']],
    [{ statuses: 'resolved' }, ['low']],
    [{ policies: 'p-1' }, ['low']],
    [{ users: 'ALEX@contoso.com' }, ['low']],
    [{ workloads: 'endpoint' }, ['low']],
    [{ labels: 'Secret' }, ['low']],
    [{ rules: 'r-1' }, ['low']],
    [{ includeUpdates: 'true' }, ['low', 'high', 'again']],
  ] as const)
    test(`applies the filter ${JSON.stringify(filter)}, and moves on past what it does not let through`, async () => {
      const first = await poll(filter);
      await appendEvents(process, [
        event({
          alertId: 'low',
          severity: 'low',
          status: 'resolved',
          policyId: 'p-1',
          users: [{ userPrincipalName: 'alex@contoso.com' }],
          devices: [{ name: 'laptop' }],
          customDetails: { SensitivityLabel: 'Secret', RuleId: 'r-1' },
        }),
        event({ alertId: 'high', severity: 'high', policyId: 'p-2', policyName: 'Other' }),
        event({ alertId: 'again', severity: 'high', policyId: 'p-2' }, 'updated'),
        event({ alertId: 'risk', product: 'insiderRisk', severity: 'high' }),
      ]);
      const second = await follow(first);
      assert.deepEqual(idsOf(second).reverse(), passing);
      assert.equal((await follow(second)).status, 202);
    });

  test('leaves out old records that arrive late, and test events of somebody’s flow', async () => {
    const first = await poll();
    const old = new Date(process.world.clock.nowMs - 16 * 60_000).toISOString();
    await appendEvents(process, [
      event({ alertId: 'old', createdAt: old, updatedAt: old }),
      { ...event({ alertId: 'test' }), target: 'a subscription' },
      event({ alertId: 'new' }),
    ]);
    assert.deepEqual(idsOf(await follow(first)), ['new']);
  });

  test('answers 100 at most, the oldest that wait, and asks for the rest at once', async () => {
    const first = await poll();
    const ids = numbered(250);
    await raise(process, ...ids);
    const found: string[] = [];
    let answer = await follow(first);
    for (; answer.status === 200; answer = await follow(answer)) {
      assert.ok(idsOf(answer).length <= 100);
      found.push(...idsOf(answer).reverse());
      assert.equal(answer.headers.get('retry-after'), found.length < ids.length ? '1' : '60');
    }
    assert.deepEqual(found, ids);
  });

  test('refuses a cursor that it did not give out', async () => {
    for (const cursor of ['7', 'x'.repeat(30), '0000000000000001-177', "0000000000000001-1788250800000' or 1"]) {
      const { status, text } = await poll({ cursor });
      assert.equal(status, 400, text);
      assert.match(text, /query\.cursor/);
    }
  });

  test('goes on from the beginning of a log that was emptied, rather than wait for it to grow', async () => {
    const { cursor = '' } = Object.fromEntries(new URL((await poll()).headers.get('location') ?? '').searchParams);
    const beyond = cursor.replace(/^\d{16}/, '0000000000009000');
    await raise(process, 'a1');
    assert.deepEqual(idsOf(await poll({ cursor: beyond })), ['a1']);
  });

  test('goes on after the oldest event that is still kept', async () => {
    const first = await poll();
    const { clock } = process.world;
    await raise(process, 'a1', 'a2');
    clock.nowMs += 1_000;
    const before = new Date(clock.nowMs);
    await raise(process, 'a3');
    await process.log.purge('alerts', { entries: before, records: before });
    // Another process, which never had the dropped ones in memory.
    await process.close();
    process = openProcess(process.world);
    assert.deepEqual(idsOf(await follow(first)), ['a3']);
  });

  test('finds every alert once and in order, however polls and appends fall', async () => {
    const step = fc.oneof(
      fc.constant('poll' as const),
      fc.array(fc.record({ fits: fc.boolean(), sameInstant: fc.boolean() }), { minLength: 1, maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        let answer = await poll({ minimumSeverity: 'high' });
        const [expected, found]: [string[], string[]] = [[], []];
        const pollOnce = async () => {
          answer = await follow(answer);
          found.push(...idsOf(answer).reverse());
        };
        for (const action of steps) {
          if (action === 'poll') {
            await pollOnce();
            continue;
          }
          const events = action.map(({ fits, sameInstant }) => {
            if (!sameInstant) process.world.clock.nowMs += 1;
            return event({ severity: fits ? 'high' : 'low' });
          });
          await appendEvents(process, events);
          expected.push(...events.filter((_event, n) => action[n]?.fits).map(({ draft }) => draft.recordId));
        }
        do await pollOnce();
        while (answer.status === 200);
        assert.deepEqual(found, expected);
      }),
      { numRuns: 15 },
    );
  });
});
