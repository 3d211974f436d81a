import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseSchedule } from '../../../sandbox/host/schedule.ts';

const nextRuns = (expression: string, from: string, count: number) => {
  const schedule = parseSchedule(expression);
  const runs: string[] = [];
  let time = new Date(from);
  for (let run = 0; run < count; run += 1) {
    time = schedule.next(time);
    runs.push(time.toISOString().replace('.000Z', ''));
  }
  return runs;
};

describe('schedules', () => {
  test('fire at seconds, in UTC, strictly after the time asked for', () => {
    assert.deepEqual(nextRuns('*/30 * * * * *', '2026-03-29T00:59:30Z', 3), [
      '2026-03-29T01:00:00',
      '2026-03-29T01:00:30',
      '2026-03-29T01:01:00',
    ]);
  });

  test('want day of month and day of week both to match', () => {
    assert.deepEqual(nextRuns('0 0 12 13 * FRI', '2026-01-01T00:00:00Z', 2), [
      '2026-02-13T12:00:00',
      '2026-03-13T12:00:00',
    ]);
  });

  test('read names, their beginnings, lists, ranges and steps from a value on', () => {
    assert.deepEqual(nextRuns('0 0 0 1 January,jul *', '2026-01-02T00:00:00Z', 2), [
      '2026-07-01T00:00:00',
      '2027-01-01T00:00:00',
    ]);
    assert.deepEqual(nextRuns('0 50/5 9-8 * * *', '2026-01-01T00:00:00Z', 3), [
      '2026-01-01T08:50:00',
      '2026-01-01T08:55:00',
      '2026-01-01T09:50:00',
    ]);
  });

  test('take five fields as minutes and up', () => {
    assert.deepEqual(nextRuns('*/5 * * * *', '2026-01-01T00:01:10Z', 1), ['2026-01-01T00:05:00']);
  });

  test('know whether they fire more often than once a minute', () => {
    assert.equal(parseSchedule('*/30 * * * * *').subMinute, true);
    assert.equal(parseSchedule('0 * * * * *').subMinute, false);
    assert.equal(parseSchedule('*/30 0 * * * *').subMinute, false);
  });

  for (const expression of [
    '',
    '* * * *',
    '* * * * * * *',
    '60 * * * * *',
    '0 0 24 * * *',
    '0 0 0 0 * *',
    '0 0 0 1 13 *',
    '0 0 0 * * 7',
    '0 0 0 ? * *',
    '0 0 0 L * *',
    '0 0 0 15W * *',
    '0 0 0 * * 5#2',
    '0 0 0 * * Frx',
    '0 1-x * * * *',
    '0 1,,2 * * * *',
    '*/x * * * * *',
    '-5 * * * * *',
    '@daily',
    '00:05:00',
  ]) {
    test(`refuse "${expression}", which NCRONTAB refuses`, () => {
      assert.throws(() => parseSchedule(expression), /is not a schedule/);
    });
  }
});
