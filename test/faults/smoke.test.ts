import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMet, lineOf } from './figure.ts';
import { killAtEachService } from './killSweep.ts';

// `npm run faults` kills it at every request.
const title = 'a host that is killed at a request to each service in turn loses nothing and repeats little';

test(title, { timeout: 300_000 }, async (context) => {
  const figures = await killAtEachService();
  for (const figure of figures) context.diagnostic(lineOf(figure).trim());
  assert.deepEqual(
    figures.filter((figure) => !isMet(figure)),
    [],
  );
});
