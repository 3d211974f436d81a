import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHints } from '../../functions/subscriptions/hints.ts';
import { entryAt } from '../events/entryAt.ts';
import { subscriptionOf } from './subscriptionOf.ts';

test('hints tell of events to every active flow that wants one of them, and to nobody else', async () => {
  const told: object[] = [];
  const queue = { send: async (message: object) => void told.push(message) };
  const pages = [
    [
      { ...subscriptionOf({}), subscriptionId: 'wants' },
      { ...subscriptionOf({ policies: ['none'] }), subscriptionId: 'filters' },
      { ...subscriptionOf({}), subscriptionId: 'deleted', state: 'deleted' as const },
    ],
    [
      { ...subscriptionOf({}), subscriptionId: 'suspended', state: 'suspended' as const },
      { ...subscriptionOf({}), subscriptionId: 'wants too' },
    ],
  ];
  const list = async function* () {
    yield* pages;
  };
  const time = new Date().toISOString();
  const probes = { send: () => assert.fail('Nobody is in trouble.') };
  await createHints({ hints: queue, probes }, { list }).wakeFor([
    entryAt(1, time, { type: 'another' }),
    entryAt(2, time),
    entryAt(3, time),
  ]);
  assert.deepEqual(told, [{ subscriptionId: 'wants' }, { subscriptionId: 'wants too' }]);
});
