import { parseArgs } from 'node:util';
import { callbackTroubles } from './callbackTroubles.ts';
import { isMet, lineOf } from './figure.ts';
import { graphStorms } from './graphStorms.ts';
import { killSweep } from './killSweep.ts';
import { outages } from './outages.ts';
import { killsInBursts, randomKills } from './randomKills.ts';
import type { Sizes } from './scenario.ts';

const scenarios = [killSweep, randomKills, killsInBursts, outages, graphStorms, callbackTroubles];

const number = (preset: number) => ({ type: 'string', default: String(preset) }) as const;
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    kills: number(30),
    alerts: number(200),
    subscriptions: number(10),
    step: number(1),
    seed: number(1),
    outageSeconds: number(30),
    backlog: number(1_000),
  },
});
const sizes: Sizes = {
  kills: Number(values.kills),
  alerts: Number(values.alerts),
  subscriptions: Number(values.subscriptions),
  step: Number(values.step),
  seed: Number(values.seed),
  outageSeconds: Number(values.outageSeconds),
  backlog: Number(values.backlog),
};
for (const [name, size] of Object.entries(sizes)) {
  if (Number.isInteger(size) && size > 0) continue;
  console.error(`--${name} must be a whole number above 0.`);
  process.exit(1);
}
const wanted = values.only?.split(',');
const unknown = wanted?.filter((name) => !scenarios.some((scenario) => scenario.name === name)) ?? [];
if (unknown.length) {
  console.error(`--only takes ${scenarios.map(({ name }) => name).join(', ')}; not ${unknown.join(', ')}.`);
  process.exit(1);
}

let missed = 0;
for (const scenario of scenarios.filter(({ name }) => !wanted || wanted.includes(name))) {
  const startedMs = performance.now();
  console.log(`\n${scenario.name}: ${scenario.title}`);
  try {
    for (const figure of await scenario.run(sizes)) {
      console.log(lineOf(figure));
      if (!isMet(figure)) missed++;
    }
  } catch (error) {
    missed++;
    console.log(`  FAILED: ${error instanceof Error ? error.stack : error}`);
  }
  console.log(`  took ${Math.round((performance.now() - startedMs) / 1_000)} s`);
}
console.log(missed ? `\n${missed} goals were missed.` : '\nEvery goal was met.');
process.exit(missed ? 1 : 0);
