import { setTimeout as delay } from 'node:timers/promises';
import { armKill, type Phase } from './boundary.ts';
import { hostileFeed } from './hostileFeed.ts';
import { percentile } from './percentile.ts';
import { type Plant, startPlant } from './plant.ts';
import type { Scenario } from './scenario.ts';
import { sumOf, tally } from './tally.ts';
import { waitUntil } from './waitUntil.ts';

const inFlight = 4;
const alertsPerRound = 4;
const flows = { all: {}, high: { minimumSeverity: 'high' } } as const;
// A small cycle makes fewer requests than this.
const mostBoundaries = 400;
const idleMs = 1_500;

/**
 * Kills the host at every request of a small cycle in turn, from the poll to the last saved cursor: once just before the
 * request takes effect, once just after.
 */
export const killSweep: Scenario = {
  name: 'sweep',
  title: 'a kill at every boundary of a small cycle, before and after the request takes effect',
  async run({ step }) {
    const plant = await startPlant({ DELIVERIES_IN_FLIGHT: String(inFlight) });
    try {
      return await sweep(plant, step);
    } finally {
      await plant.close();
    }
  },
};

async function sweep(plant: Plant, step: number) {
  const { receiver } = plant;
  const feed = hostileFeed(plant.graph);
  for (const [flow, wish] of Object.entries(flows)) await plant.subscribe(flow, wish);
  const wantedBy = (flow: string): Set<string> =>
    new Set(feed.raised.filter(({ severity }) => flow === 'all' || severity === 'high').map(({ alertId }) => alertId));
  const tallies = () => Object.keys(flows).map((flow) => tally(wantedBy(flow), receiver.of(flow)));
  const isComplete = (): boolean => tallies().every(({ lost }) => lost.length === 0);

  const recoveriesMs: number[] = [];
  let worst = 0;
  let rounds = 0;
  const reached: Record<Phase, number> = { before: 0, after: 0 };
  for (const phase of ['before', 'after'] as const) {
    for (let number = 1; number <= mostBoundaries; number += step) {
      const [host] = plant.hosts;
      if (!host) throw new Error('No host runs.');
      const before = sumOf(tallies()).duplicates;
      const armed = armKill(plant, host, number, phase);
      feed.raise(alertsPerRound);
      const isOver = waitUntil('the cycle is over', isComplete).then(() => delay(idleMs));
      const met = await Promise.race([armed.killed.then(() => 'killed' as const), isOver.then(() => 'over' as const)]);
      isOver.catch(() => undefined);
      armed.disarm();
      // The cycle had fewer requests than that.
      if (met === 'over') break;
      rounds++;
      reached[phase] = number;
      const killedAtMs = performance.now();
      // A name of its own, so that it need not wait for the lease on timers of the host that is no more.
      await plant.startHost({ AzureFunctionsWebHost__hostid: `round-${phase}-${number}` });
      await waitUntil('all have arrived', isComplete, 60_000).catch(() => undefined);
      recoveriesMs.push(performance.now() - killedAtMs);
      worst = Math.max(worst, sumOf(tallies()).duplicates - before);
    }
  }
  await plant.quiesce();
  const { expected, lost, extra, duplicates, renamed } = sumOf(tallies());
  return [
    { name: 'rounds', measured: rounds },
    { name: 'boundaries before / after', measured: Math.min(reached.before, reached.after), goal: { atLeast: 1 } },
    { name: 'deliveries wanted', measured: expected },
    { name: 'lost', measured: lost.length, goal: { atMost: 0 } },
    { name: 'extra', measured: extra.length, goal: { atMost: 0 } },
    { name: 'duplicates', measured: duplicates },
    {
      name: 'duplicates of one kill, at most',
      measured: worst,
      goal: { atMost: inFlight * Object.keys(flows).length },
    },
    { name: 'duplicates under another id', measured: renamed.length, goal: { atMost: 0 } },
    { name: 'all delivered after a kill, p50', measured: percentile(recoveriesMs, 50) / 1_000, unit: 's' },
    { name: 'all delivered after a kill, p99', measured: percentile(recoveriesMs, 99) / 1_000, unit: 's' },
  ];
}
