import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMet, lineOf } from './figure.ts';
import { killSweep } from './killSweep.ts';

// Every so many boundaries; `npm run faults` tries all of them.
const step = 150;

const title = 'a host that is killed at boundaries of a cycle loses nothing and repeats little';

test(title, { timeout: 300_000 }, async (context) => {
  const figures = await killSweep.run({ step, first: 1 });
  for (const figure of figures) context.diagnostic(lineOf(figure).trim());
  assert.deepEqual(
    figures.filter((figure) => !isMet(figure)),
    [],
  );
});
