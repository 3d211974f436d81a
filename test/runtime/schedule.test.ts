import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dueAfter } from '../../functions/runtime/schedule.ts';
import { parseSchedule } from '../../sandbox/host/schedule.ts';

const next = (schedule: string, after: Date): number | undefined => dueAfter(schedule, after).next().value?.getTime();

const field = (minimum: number, maximum: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: 2, max: 40 }).map((step) => `*/${step}`),
    fc.integer({ min: minimum, max: maximum }).map(String),
    fc
      .tuple(fc.integer({ min: minimum, max: maximum }), fc.integer({ min: 1, max: 40 }))
      .map(([from, step]) => `${from}/${step}`),
    fc
      .tuple(fc.integer({ min: minimum, max: maximum }), fc.integer({ min: minimum, max: maximum }))
      .map(([one, other]) => `${Math.min(one, other)}-${Math.max(one, other)},${other}`),
  );

test('is due when the host’s own reading of the schedule says so', () => {
  fc.assert(
    fc.property(
      fc.tuple(field(0, 59), field(0, 59), field(0, 23), field(1, 28), fc.constant('*'), field(0, 6)),
      fc.date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true }),
      (fields, after) => {
        const schedule = fields.join(' ');
        assert.equal(next(schedule, after), parseSchedule(schedule).next(after).getTime(), schedule);
      },
    ),
    { numRuns: 300 },
  );
});

test('reads names of months and weekdays', () => {
  const after = new Date('2026-11-27T08:00:00Z');
  assert.equal(next('0 0 12 * JAN mon-Fri', after), Date.parse('2027-01-01T12:00:00Z'));
});

test('ends for a day that never comes', () => {
  assert.equal(next('0 0 0 30 2 *', new Date('2026-11-27T08:00:00Z')), undefined);
  assert.equal(next('0 0 0 29 2 *', new Date('2026-11-27T08:00:00Z')), Date.parse('2028-02-29T00:00:00Z'));
});
