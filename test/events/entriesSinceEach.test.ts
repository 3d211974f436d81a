import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entriesSinceEach } from '../../functions/events/entriesSinceEach.ts';
import { entryAt } from './entryAt.ts';
import { logOf } from './logOf.ts';

const timeOf = (n: number): string => new Date(Date.UTC(2026, 10, 1) + n * 60_000).toISOString();

/** Entries from 1 on, each recorded a minute after the one before it. */
const entries = Array.from({ length: 100 }, (_, n) => entryAt(n + 1, timeOf(n + 1)));

let placesSought = 0;
const kept = logOf(entries, { pageSize: 7 });
const log = {
  ...kept,
  sequenceBefore(source: unknown, time: string) {
    placesSought += 1;
    return kept.sequenceBefore(source, time);
  },
};

const sequencesOf = async (minutes: readonly number[], bounds: { readonly each: number; readonly all: number }) => {
  const found: number[] = [];
  for await (const page of entriesSinceEach(log, 'alerts', minutes.map(timeOf), bounds))
    found.push(...page.map(({ sequence }) => sequence));
  return found;
};
const range = (first: number, last: number): number[] => Array.from({ length: last - first + 1 }, (_, n) => first + n);

test('gives all since the oldest time in one go where that is not too much', async () => {
  placesSought = 0;
  assert.deepEqual(await sequencesOf([60, 50, 80, 50], { each: 50, all: 100 }), range(51, 100));
  assert.equal(placesSought, 1);
});

test('gives the first entries after each time where there are too many, every entry once', async () => {
  assert.deepEqual(await sequencesOf([10, 95, 50, 55], { each: 10, all: 100 }), [
    ...range(96, 100),
    ...range(56, 65),
    ...range(51, 55),
    ...range(11, 20),
  ]);
});

test('gives those of the newest times where all together are too many', async () => {
  assert.deepEqual(await sequencesOf([10, 50, 95], { each: 10, all: 12 }), [...range(96, 100), ...range(51, 57)]);
});

test('reads nothing for no times, and ends where the log ends', async () => {
  assert.deepEqual(await sequencesOf([], { each: 10, all: 10 }), []);
  assert.deepEqual(await sequencesOf([100, 200], { each: 10, all: 10 }), []);
});
