import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import { gatherHints } from '../../functions/subscriptions/gatherHints.ts';
import { createWorld, numbered, openProcess, raise } from './subscriptionFixture.ts';

describe('gathered hints', () => {
  let entries: readonly LogEntry[];
  before(async () => {
    entries = await raise(openProcess(createWorld()), ...numbered(6));
  });

  const gathering = (wakeFor: (told: readonly LogEntry[]) => Promise<void> = async () => {}) => {
    const told: number[][] = [];
    const gathered = gatherHints({
      async wakeFor(some) {
        told.push(some.map(({ sequence }) => sequence));
        await wakeFor(some);
      },
    });
    return { told, gathered };
  };

  test('tell of the first events at once, and of those that follow soon together', async () => {
    const { told, gathered } = gathering();
    for (const entry of entries) await gathered.add([entry]);
    await gathered.flush();
    assert.deepEqual(told, [[1], [2, 3, 4, 5, 6]]);
  });

  test('have nothing to tell when all is told, and tell of nothing twice when telling failed', async () => {
    const { told, gathered } = gathering(async () => {
      throw new Error('The queue is away.');
    });
    await assert.rejects(gathered.add(entries.slice(0, 2)), /away/);
    await gathered.flush();
    assert.deepEqual(told, [[1, 2]]);
  });
});
