import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../until.ts';
import { blame } from './blame.ts';
import type { Figure } from './figure.ts';
import { type HostileFeed, hostileFeed } from './hostileFeed.ts';
import { percentile } from './percentile.ts';
import { type Plant, startPlant } from './plant.ts';
import type { Scenario, Sizes } from './scenario.ts';
import { seeded } from './seeded.ts';
import { sumOf, tally } from './tally.ts';

const longestLifeMs = 6_000;
const restartMs = 2_000;

type KillAtRandom = (plant: Plant, sizes: Sizes, feed: HostileFeed) => Promise<void>;

interface Killing extends Pick<Scenario, 'name' | 'title'> {
  readonly inFlight: number;
  readonly kill: KillAtRandom;
  /** How long flows take to answer, so that cursors are saved while POSTs are under way. */
  readonly holdMs?: number;
  /** Of all deliveries, in a hundred; left out: told for what it is worth. */
  readonly mostDuplicates?: number;
}

const scenario = ({ name, title, ...killing }: Killing): Scenario => ({
  name,
  title,
  async run(sizes) {
    const { inFlight } = killing;
    const plant = await startPlant({ DELIVERIES_IN_FLIGHT: String(inFlight) }, { ways: 'direct' });
    try {
      plant.receiver.holdMs = killing.holdMs ?? 0;
      const feed = hostileFeed(plant.graph);
      const flows = Array.from({ length: sizes.subscriptions }, (_, n) => `flow${n}`);
      for (const flow of flows) await plant.subscribe(flow);
      return await measure(plant, sizes, feed, flows, killing);
    } finally {
      await plant.close();
    }
  },
});

async function measure(
  plant: Plant,
  sizes: Sizes,
  feed: HostileFeed,
  flows: readonly string[],
  { inFlight, kill, mostDuplicates }: Omit<Killing, 'name' | 'title' | 'holdMs'>,
): Promise<readonly Figure[]> {
  const { receiver } = plant;
  const recoveriesMs: number[] = [];
  const deathsAtMs: number[] = [];
  let underWay = 0;
  const watched: Plant = {
    ...plant,
    async kill(host) {
      underWay += receiver.underWay;
      await plant.kill(host);
      const killedAtMs = performance.now();
      deathsAtMs.push(killedAtMs);
      await plant.startHost({ AzureFunctionsWebHost__hostid: `life-${recoveriesMs.length}` });
      await until('it flows again', () => receiver.lastAtMs() > killedAtMs, 60_000);
      recoveriesMs.push(receiver.lastAtMs() - killedAtMs);
    },
  };
  await kill(watched, sizes, feed);
  const kills = recoveriesMs.length;
  feed.raise(Math.max(0, sizes.alerts - feed.raised.length));

  const tallies = () => {
    const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
    return flows.map((flow) => tally(wanted, receiver.of(flow)));
  };
  const isComplete = (): boolean => tallies().every(({ lost }) => lost.length === 0);
  await until('all have arrived', isComplete, 120_000).catch(() => undefined);
  await plant.quiesce();
  const { expected, received, lost, extra, duplicates, renamed } = sumOf(tallies());
  const { worst, unexplained } = blame(flows.map(receiver.of), deathsAtMs);
  return [
    { name: 'kills', measured: kills },
    { name: 'deliveries wanted', measured: expected },
    { name: 'lost', measured: lost.length, goal: { atMost: 0 } },
    { name: 'extra', measured: extra.length, goal: { atMost: 0 } },
    { name: 'duplicates', measured: duplicates },
    {
      name: 'duplicates, of all deliveries',
      measured: (100 * duplicates) / received,
      unit: '%',
      ...(mostDuplicates !== undefined && { goal: { atMost: mostDuplicates } }),
    },
    { name: 'duplicates of a kill', measured: duplicates / kills },
    { name: 'duplicates of one kill to one flow, at most', measured: worst, goal: { atMost: inFlight } },
    { name: 'duplicates that no kill explains', measured: unexplained, goal: { atMost: 0 } },
    { name: 'POSTs under way at a kill', measured: underWay / kills },
    { name: 'duplicates under another id', measured: renamed.length, goal: { atMost: 0 } },
    { name: 'kill to flowing again, p50', measured: percentile(recoveriesMs, 50) / 1_000, unit: 's' },
    {
      name: 'kill to flowing again, p99',
      measured: percentile(recoveriesMs, 99) / 1_000,
      unit: 's',
      goal: { atMost: 30 },
    },
  ];
}

const killTheFirst = async (plant: Plant): Promise<void> => {
  const [host] = plant.hosts;
  if (!host) throw new Error('No host runs.');
  await plant.kill(host);
};

/** Alerts come evenly over the whole run, whether the host is up or not, and the host dies at random moments. */
export const randomKills = scenario({
  name: 'kills',
  title: 'random kills while alerts come evenly',
  inFlight: 16,
  mostDuplicates: 1,
  async kill(plant, { kills, alerts, seed }, feed) {
    const random = seeded(seed);
    const everyMs = (kills * (longestLifeMs / 2 + restartMs)) / alerts;
    const feeding = setInterval(() => feed.raise(1), everyMs);
    try {
      for (let round = 1; round <= kills; round++) {
        await delay(random() * longestLifeMs);
        await killTheFirst(plant);
      }
    } finally {
      clearInterval(feeding);
    }
  },
});

const placesInBursts = 4;

/**
 * The host dies while a burst of alerts goes to all flows at once: as much as can be under way is, and more waits than a
 * flow has places, so that whoever repeats more than its places is found out.
 */
export const killsInBursts = scenario({
  name: 'bursts',
  title: 'random kills in the middle of bursts',
  inFlight: placesInBursts,
  holdMs: 300,
  async kill(plant, { kills, alerts, seed }, feed) {
    const random = seeded(seed);
    for (let round = 1; round <= kills; round++) {
      const soFarMs = plant.receiver.lastAtMs();
      feed.raise(Math.max(8 * placesInBursts, Math.ceil(alerts / kills)) - 1);
      await until('the burst is under way', () => plant.receiver.lastAtMs() > soFarMs, 60_000);
      await delay(random() * 500);
      // Something is always left for its successor.
      feed.raise(1);
      await killTheFirst(plant);
    }
  },
});
