import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slowPatterns } from './slowPatterns.ts';

test('no regular expression of the back end can be kept busy by what it reads', async () => {
  const { tried, faults } = await slowPatterns();
  assert.deepEqual(faults, []);
  assert.ok(tried > 100, `${tried} expressions`);
});
