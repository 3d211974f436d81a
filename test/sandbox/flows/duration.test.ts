import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationMs } from '../../../sandbox/flows/duration.ts';

const dayMs = 86_400_000;

test('reads durations with every unit', () => {
  const expected: readonly (readonly [text: string, ms: number])[] = [
    ['PT1H30M0.5S', 5_400_500],
    ['P1DT1S', dayMs + 1000],
    ['P1W', 7 * dayMs],
    ['P1M', 30 * dayMs],
    ['PT1M', 60_000],
    ['P1Y2M3W4D', (365 + 60 + 21 + 4) * dayMs],
  ];
  for (const [text, ms] of expected) assert.equal(durationMs(text), ms, text);
});

test('reads nothing else', () => {
  for (const text of ['', 'P', 'PT', 'P1DT', 'PT1.5H', 'pt1h', '1 hour', '@{1}'])
    assert.equal(durationMs(text), undefined);
});
