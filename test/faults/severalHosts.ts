import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../until.ts';
import { blame } from './blame.ts';
import { hostileFeed } from './hostileFeed.ts';
import { startPlant } from './plant.ts';
import type { Scenario } from './scenario.ts';
import { seeded } from './seeded.ts';
import { sumOf, tally } from './tally.ts';

const inFlight = 16;
const flows = Array.from({ length: 10 }, (_, n) => `flow${n}`);
const hosts = 3;

/** Several hosts run every timer side by side; first undisturbed, then one after another dies and is replaced. */
export const severalHosts: Scenario = {
  name: 'hosts',
  title: 'three hosts that run the same timers, undisturbed and while they die',
  async run({ kills, alerts, seed }) {
    const plant = await startPlant({ DELIVERIES_IN_FLIGHT: String(inFlight) }, { ways: 'direct' });
    try {
      const random = seeded(seed);
      const feed = hostileFeed(plant.graph);
      for (const flow of flows) await plant.subscribe(flow);
      for (let n = 1; n < hosts; n++) await plant.startHost({ AzureFunctionsWebHost__hostid: `host-${n}` });
      const tallies = () => {
        const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
        return sumOf(flows.map((flow) => tally(wanted, plant.receiver.of(flow))));
      };
      const isComplete = (): boolean => tallies().lost.length === 0;

      for (let wave = 0; wave < 10; wave++) {
        feed.raise(Math.ceil(alerts / 20));
        await delay(random() * 1_000);
      }
      await until('all have arrived', isComplete, 120_000).catch(() => undefined);
      await plant.quiesce();
      const undisturbed = tallies();

      const rounds = Math.min(kills, 30);
      const deathsAtMs: number[] = [];
      for (let round = 0; round < rounds; round++) {
        feed.raise(Math.ceil(alerts / 2 / rounds));
        await delay(random() * 1_500);
        const victim = plant.hosts[Math.floor(random() * plant.hosts.length)];
        if (victim) await plant.kill(victim);
        deathsAtMs.push(performance.now());
        await plant.startHost({ AzureFunctionsWebHost__hostid: `host-of-round-${round}` });
      }
      await until('all have arrived', isComplete, 120_000).catch(() => undefined);
      await plant.quiesce();
      const { expected, received, lost, extra, renamed } = tallies();
      const { worst, unexplained } = blame(flows.map(plant.receiver.of), deathsAtMs);
      return [
        { name: 'undisturbed: deliveries wanted', measured: undisturbed.expected },
        {
          name: 'undisturbed: lost, extra, renamed',
          measured: undisturbed.lost.length + undisturbed.extra.length + undisturbed.renamed.length,
          goal: { atMost: 0 },
        },
        {
          name: 'undisturbed: duplicates',
          measured: (100 * undisturbed.duplicates) / undisturbed.received,
          unit: '%',
          goal: { atMost: 1 },
        },
        { name: 'kills', measured: rounds },
        { name: 'deliveries wanted in all', measured: expected },
        { name: 'lost', measured: lost.length, goal: { atMost: 0 } },
        { name: 'extra, renamed', measured: extra.length + renamed.length, goal: { atMost: 0 } },
        {
          name: 'duplicates of one kill to one flow, at most',
          measured: worst,
          goal: { atMost: inFlight },
        },
        {
          name: 'duplicates that no kill explains, of all deliveries',
          measured: (100 * unexplained) / received,
          unit: '%',
          goal: { atMost: 1 },
        },
      ];
    } finally {
      await plant.close();
    }
  },
};
