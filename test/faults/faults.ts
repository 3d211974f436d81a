import { parseArgs } from 'node:util';
import { doors } from '../doors/doors.ts';
import { callbackTroubles } from './callbackTroubles.ts';
import { clockJumps } from './clockJumps.ts';
import { isMet, lineOf } from './figure.ts';
import { graphStorms } from './graphStorms.ts';
import { killSweep } from './killSweep.ts';
import { orders } from './orders.ts';
import { outages } from './outages.ts';
import { poison } from './poison.ts';
import { killsInBursts, randomKills } from './randomKills.ts';
import { recovery } from './recovery.ts';
import { type Sizes, smallSizes } from './scenario.ts';
import { severalHosts } from './severalHosts.ts';

const scenarios = [
  killSweep,
  randomKills,
  recovery,
  killsInBursts,
  severalHosts,
  outages,
  graphStorms,
  callbackTroubles,
  poison,
  clockJumps,
  orders,
  doors,
];

const presets = Object.entries(smallSizes);
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    ...Object.fromEntries(presets.map(([name, size]) => [name, { type: 'string', default: String(size) } as const])),
  },
});
const sizes = Object.fromEntries(presets.map(([name]) => [name, Number(Reflect.get(values, name))])) as Record<
  keyof Sizes,
  number
>;
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
