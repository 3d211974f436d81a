import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Source } from '../../functions/events/event.ts';
import { createEventLog } from '../../functions/events/eventLog.ts';
import { backlogOf } from '../../functions/subscriptions/backlog.ts';
import type { StoredPosition } from '../../functions/subscriptions/position.ts';
import type { Subscription } from '../../functions/subscriptions/subscription.ts';
import { entryAt } from '../events/entryAt.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';
import { subscriptionOf } from './subscriptionOf.ts';

const timeOf = (second: number): string => new Date(Date.parse('2026-11-26T12:00:00Z') + second * 1_000).toISOString();

/** What waits for a flow, of so many events of a source each, a second apart. */
const backlog = (
  counts: Partial<Record<Source, number>>,
  positions: Partial<Record<Source, StoredPosition>> = {},
  changes: Partial<Subscription> = {},
) => {
  const sources = Object.keys(counts) as Source[];
  const log = {
    ...createEventLog({ table: createMemoryTable(), tenantId: 'contoso', now: () => new Date() }),
    after: async (source: Source, at: number) =>
      Array.from({ length: Math.min(500, Math.max(0, (counts[source] ?? 0) - at)) }, (_, n) =>
        entryAt(at + n + 1, timeOf(source === 'alerts' ? at + n + 1 : at + n), { source }),
      ),
  };
  return backlogOf({ ...subscriptionOf({}), sources, ...changes }, { positions, failures: 0, delivered: 0 }, log);
};

describe('a backlog', () => {
  test('is what was not finished, in all sources, since the oldest of it', async () => {
    assert.deepEqual(await backlog({ alerts: 3, incidents: 2 }), { pending: 5, oldestPendingAt: timeOf(0) });
    const positions = { alerts: { cursor: 1, finished: [[3, 3]] as const }, incidents: { cursor: 2 } };
    assert.deepEqual(await backlog({ alerts: 3, incidents: 2 }, positions), { pending: 1, oldestPendingAt: timeOf(2) });
    assert.deepEqual(await backlog({ alerts: 3 }, { alerts: { cursor: 3 } }), { pending: 0 });
  });

  test('holds what waits below the cursor, and what is replayed from before the flow began', async () => {
    const again = { sequence: 2, attempts: 0, strikes: 0, notBeforeMs: 0, isReplay: true } as const;
    const named = { alerts: { cursor: 5, waiting: [again] } };
    assert.deepEqual(await backlog({ alerts: 5 }, named), { pending: 1, oldestPendingAt: timeOf(2) });
    const later = { earliest: timeOf(1_000) };
    assert.deepEqual(await backlog({ alerts: 5 }, { alerts: { cursor: 1 } }, later), { pending: 0 });
    assert.equal((await backlog({ alerts: 5 }, { alerts: { cursor: 1, replayUntil: 4 } }, later)).pending, 3);
  });

  test('is counted up to ten thousand of each source', async () => {
    assert.equal((await backlog({ alerts: 30_000, incidents: 100 })).pending, 10_100);
  });
});
