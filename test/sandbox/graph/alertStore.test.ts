import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAlertStore } from '../../../sandbox/graph/alertStore.ts';
import { startClock } from '../../../sandbox/graph/clock.ts';
import { createIncidentStore } from '../../../sandbox/graph/incidentStore.ts';

const newStore = () => {
  const clock = startClock();
  return createAlertStore(clock, createIncidentStore(clock), () => 'made-up');
};

test('keeps what an alert is known by, and takes no second one of the same id', () => {
  const store = newStore();
  const { createdDateTime } = store.raise({ id: 'one' });
  store.update('one', { id: 'other', createdDateTime: '2020-01-01T00:00:00Z', title: 'changed' });
  const { id, title, ...rest } = store.get('one') ?? assert.fail();
  assert.deepEqual([id, title, rest.createdDateTime], ['one', 'changed', createdDateTime]);
  assert.throws(() => store.raise({ id: 'one' }), /exists already/);
});

test('tells who watches of every alert that is raised or updated, until they stop', () => {
  const store = newStore();
  const told: string[] = [];
  const stop = store.watch(({ id, status }, change) => told.push(`${id} ${change} ${status}`));
  store.raise({ id: 'one' });
  store.update('one', { status: 'resolved' });
  stop();
  store.raise({ id: 'two' });
  assert.deepEqual(told, ['one raised new', 'one updated resolved']);
});
