import { setTimeout as delay } from 'node:timers/promises';
import { settingRows } from '../../functions/settingsTable.ts';
import { until } from '../until.ts';
import { blame } from './blame.ts';
import { hostileFeed } from './hostileFeed.ts';
import { percentile } from './percentile.ts';
import { startPlant } from './plant.ts';
import type { Scenario } from './scenario.ts';
import { seeded } from './seeded.ts';
import { sumOf, tally } from './tally.ts';

const flows = ['one', 'two', 'three', 'four', 'five'];
const answerMs = 400;
const alertsPerKill = 200;
const mostKills = 20;
const inFlight = Number(settingRows.DELIVERIES_IN_FLIGHT.default);

const asDeployed = (...names: readonly (keyof typeof settingRows)[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, settingRows[name].default ?? '']));

/** A host dies in the middle of a backlog, and another takes its place, with schedules and leases as they are deployed. */
export const recovery: Scenario = {
  name: 'recovery',
  title: 'from a kill to the next delivery, with the deployed schedules, leases and timers',
  async run({ kills, seed }) {
    const settings = asDeployed('SWEEP_SCHEDULE', 'LEASE_SECONDS');
    const plant = await startPlant(settings);
    try {
      const { receiver, proxies } = plant;
      proxies.callbacks.before = () => delay(answerMs, 'pass' as const);
      const random = seeded(seed);
      const feed = hostileFeed(plant.graph);
      for (const flow of flows) await plant.subscribe(flow);
      const tallies = () => {
        const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
        return sumOf(flows.map((flow) => tally(wanted, receiver.of(flow))));
      };
      const recoveriesMs: number[] = [];
      const startsMs: number[] = [];
      const deathsAtMs: number[] = [];
      const rounds = Math.min(kills, mostKills);
      for (let round = 1; round <= rounds; round++) {
        const soFar = performance.now();
        feed.raise(alertsPerKill);
        await until('deliveries have begun', () => receiver.lastAtMs() > soFar, 120_000);
        await delay(random() * 2_000);
        const [host] = plant.hosts;
        if (host) await plant.kill(host);
        deathsAtMs.push(performance.now());
        // What was under way is still on its way to the flow.
        await delay(2 * answerMs);
        const killedAtMs = performance.now() - 2 * answerMs;
        const quietAtMs = performance.now();
        await plant.startHost();
        startsMs.push(performance.now() - quietAtMs);
        await until('it flows again', () => receiver.lastAtMs() > quietAtMs, 120_000);
        recoveriesMs.push(receiver.lastAtMs() - killedAtMs);
        await until('all have arrived', () => tallies().lost.length === 0, 180_000).catch(() => undefined);
      }
      await plant.quiesce();
      const { lost, extra, renamed } = tallies();
      const { worst, unexplained } = blame(flows.map(receiver.of), deathsAtMs);
      return [
        { name: 'kills', measured: rounds },
        { name: 'lost', measured: lost.length, goal: { atMost: 0 } },
        { name: 'extra, renamed', measured: extra.length + renamed.length, goal: { atMost: 0 } },
        { name: 'duplicates of one kill to one flow, at most', measured: worst, goal: { atMost: inFlight } },
        { name: 'duplicates that no kill explains', measured: unexplained, goal: { atMost: 0 } },
        { name: 'of that, the start of a host, p50', measured: percentile(startsMs, 50) / 1_000, unit: 's' },
        { name: 'of that, the start of a host, p99', measured: percentile(startsMs, 99) / 1_000, unit: 's' },
        { name: 'kill to flowing again, p50', measured: percentile(recoveriesMs, 50) / 1_000, unit: 's' },
        {
          name: 'kill to flowing again, p99',
          measured: percentile(recoveriesMs, 99) / 1_000,
          unit: 's',
          goal: { atMost: 30 },
        },
      ];
    } finally {
      await plant.close();
    }
  },
};
