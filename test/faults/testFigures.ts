import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Figure, isMet, lineOf } from './figure.ts';

/** A test that tells what it measured, and passes when every goal is met. */
export function testFigures(title: string, measure: () => Promise<readonly Figure[]>): void {
  test(title, { timeout: 300_000 }, async (context) => {
    const figures = await measure();
    for (const figure of figures) context.diagnostic(lineOf(figure).trim());
    assert.deepEqual(
      figures.filter((figure) => !isMet(figure)),
      [],
    );
  });
}
