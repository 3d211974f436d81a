import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createDeadLetters, type DeadLetter } from '../../functions/subscriptions/deadLetters.ts';
import { createMemoryTable } from '../storage/memoryTable.ts';

test('a dead letter that is written anew in the moment in which it is taken off the list stays on it', async () => {
  const table = createMemoryTable();
  const letter: DeadLetter = {
    trigger: 'OnDlpAlert',
    eventId: 'alerts-1-hash',
    source: 'alerts',
    sequence: 1,
    reason: 'refused',
    attempts: 1,
    at: '2026-11-01T00:00:00.000Z',
  };
  const others = createDeadLetters(table);
  const ours = createDeadLetters({
    ...table,
    async commit(partitionKey, changes) {
      await others.put('subscription', { ...letter, attempts: 2 });
      return table.commit(partitionKey, changes);
    },
  });
  await others.put('subscription', letter);
  const takeOff = await ours.remover('subscription', [letter]);
  await takeOff();
  assert.deepEqual((await others.list('subscription', { top: 10 })).page, [{ ...letter, attempts: 2 }]);
});
