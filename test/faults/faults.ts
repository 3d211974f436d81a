import { commandFlags } from '../../connector/commandFlags.ts';
import { doors } from '../doors/doors.ts';
import { callbackTroubles } from './callbackTroubles.ts';
import { clockJumps } from './clockJumps.ts';
import { heading, isMet, lineOf } from './figure.ts';
import { floodedHints } from './floodedHints.ts';
import { graphStorms } from './graphStorms.ts';
import { hostileAlerts } from './hostileAlerts.ts';
import { killSweep } from './killSweep.ts';
import { orders } from './orders.ts';
import { outages } from './outages.ts';
import { poison } from './poison.ts';
import { killsInBursts, randomKills } from './randomKills.ts';
import { recovery } from './recovery.ts';
import { type Sizes, smallSizes } from './scenario.ts';
import { severalHosts } from './severalHosts.ts';

const scenarios = [
  hostileAlerts,
  killSweep,
  randomKills,
  recovery,
  killsInBursts,
  severalHosts,
  outages,
  graphStorms,
  callbackTroubles,
  poison,
  floodedHints,
  clockJumps,
  orders,
  doors,
];

const presets = Object.entries(smallSizes);
const usage = `npm run faults -- [flags]

Kills, cuts, delays and bad input: counts what is lost, repeated or let in. Ends with 1 when a goal is missed.

  --only <names>  only these, with commas between them: ${scenarios.map(({ name }) => name).join(', ')}
  --help          this text

Sizes, each a whole number: ${presets.map(([name, size]) => `--${name} ${size}`).join(', ')}`;

const values = commandFlags(usage, {
  only: { type: 'string' },
  ...Object.fromEntries(presets.map(([name, size]) => [name, { type: 'string', default: String(size) } as const])),
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
const skipped: string[] = [];
for (const scenario of scenarios.filter(({ name }) => !wanted || wanted.includes(name))) {
  const startedMs = performance.now();
  console.log(`\n${scenario.name}: ${scenario.title}`);
  try {
    const figures = await scenario.run(sizes);
    if ('skippedFor' in figures) {
      skipped.push(scenario.name);
      console.log(`  SKIPPED: ${figures.skippedFor}`);
      continue;
    }
    console.log(heading);
    for (const figure of figures) {
      console.log(lineOf(figure));
      if (!isMet(figure)) missed++;
    }
    if (!figures.some(({ goal }) => goal)) throw new Error('Nothing was held against a goal.');
  } catch (error) {
    missed++;
    console.log(`  FAILED: ${error instanceof Error ? error.stack : error}`);
  }
  console.log(`  took ${Math.round((performance.now() - startedMs) / 1_000)} s`);
}
if (skipped.length) console.log(`\nSKIPPED, and so not tried: ${skipped.join(', ')}.`);
console.log(missed ? `\n${missed} goals were missed.` : '\nEvery goal was met.');
process.exit(missed ? 1 : 0);
