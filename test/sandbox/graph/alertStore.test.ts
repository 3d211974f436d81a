import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAlertStore } from '../../../sandbox/graph/alertStore.ts';
import { startClock } from '../../../sandbox/graph/clock.ts';
import { createIncidentStore } from '../../../sandbox/graph/incidentStore.ts';

test('tells who watches of every alert that is raised or updated, until they stop', () => {
  const clock = startClock();
  const store = createAlertStore(clock, createIncidentStore(clock), () => 'made-up');
  const told: string[] = [];
  const stop = store.watch(({ id, status }, change) => told.push(`${id} ${change} ${status}`));
  store.raise({ id: 'one' });
  store.update('one', { status: 'resolved' });
  stop();
  store.raise({ id: 'two' });
  assert.deepEqual(told, ['one raised new', 'one updated resolved']);
});
