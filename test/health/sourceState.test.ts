import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourceState } from '../../functions/health/sourceState.ts';

const everyMinute = '0 * * * * *';
const stateAt = (time: string, schedule: string, polledAt = '2026-11-27T08:00:03Z') =>
  sourceState(polledAt, schedule, new Date(`2026-11-27T${time}Z`));

test('waits for the first poll', () => {
  assert.equal(sourceState(undefined, everyMinute, new Date()), 'waiting');
});

test('is silent after ten minutes where polls are more frequent', () => {
  assert.equal(stateAt('08:10:03', everyMinute), 'ok');
  assert.equal(stateAt('08:10:04', everyMinute), 'silent');
});

test('is never silent between two polls that are due', () => {
  for (const [schedule, minutes] of [
    ['0 */15 * * * *', 15],
    ['0 0 */2 * * *', 120],
    ['0 0 6 * * *', 24 * 60],
  ] as const) {
    const polledAt = Date.parse('2026-11-27T06:00:03Z');
    for (let minute = 0; minute <= minutes; minute += 1) {
      const now = new Date(polledAt + minute * 60_000);
      assert.equal(sourceState('2026-11-27T06:00:03Z', schedule, now), 'ok', `${schedule} ${now.toISOString()}`);
    }
  }
});

test('is silent when two polls that were due have not ended', () => {
  assert.equal(stateAt('08:31:59', '0 */15 * * * *'), 'ok');
  assert.equal(stateAt('08:32:01', '0 */15 * * * *'), 'silent');
  // On a Monday, of a schedule that rests over the weekend.
  const workHours = '0 */30 8-17 * * mon-fri';
  assert.equal(sourceState('2026-11-27T17:30:03Z', workHours, new Date('2026-11-30T08:10:00Z')), 'ok');
  assert.equal(sourceState('2026-11-27T17:30:03Z', workHours, new Date('2026-11-30T08:33:00Z')), 'silent');
});
