import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isMet, lineOf } from './figure.ts';
import { deliverHostile } from './hostileAlerts.ts';

// `npm run faults -- --only hostile` takes ten thousand.
const alerts = 1_000;
const title = `${alerts.toLocaleString('en')} hostile alerts arrive as exactly the set that each of three flows asked for, each once`;

test(title, { timeout: 300_000 }, async (context) => {
  const figures = await deliverHostile(alerts);
  for (const figure of figures) context.diagnostic(lineOf(figure).trim());
  assert.deepEqual(
    figures.filter((figure) => !isMet(figure)),
    [],
  );
});
