import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../until.ts';
import { armKill, type Boundary, counted } from './boundary.ts';
import type { Passing } from './faultProxy.ts';
import type { Figure } from './figure.ts';
import { hostileFeed } from './hostileFeed.ts';
import { hostileRecords } from './hostileRecords.ts';
import { percentile } from './percentile.ts';
import { activitySettings, type Plant, startPlant } from './plant.ts';
import type { Scenario, Sizes } from './scenario.ts';
import { sumOf, tally } from './tally.ts';

// Fewer than a round brings, so that a host which repeats more than it has places is found out.
const inFlight = 2;
const alertsPerRound = 6;
const recordsPerRound = 3;
// A small cycle makes fewer requests than this.
const mostBoundaries = 600;
const idleMs = 1_000;
const betweenLooksMs = 200;
// So short that every call needs a new one.
const tokenLifetimeMs = 60_000;

/** A cycle begins with a host that runs, or with the start of one. */
const beginnings = ['running', 'starting'] as const;
type Beginning = (typeof beginnings)[number];

/**
 * Kills the host at every request of a small cycle in turn, from the poll to the last saved cursor, and again from the
 * host's start on: once just before the request takes effect, once just after.
 */
export const killSweep = {
  name: 'sweep',
  title: 'a kill at every boundary of a small cycle, before and after the request takes effect',
  run: ({ step, first }: Pick<Sizes, 'step' | 'first'>) =>
    withPlant(async (round) => {
      const killedAt: Passing[] = [];
      const reached: Record<Beginning, number> = { running: 0, starting: 0 };
      for (const beginning of beginnings)
        for (const phase of ['before', 'after'] as const)
          for (let number = first; number <= mostBoundaries; number += step) {
            const at = await round(beginning, { number, phase });
            // The cycle had fewer requests than that.
            if (at === undefined) break;
            killedAt.push(at);
            reached[beginning] = Math.max(reached[beginning], number);
          }
      return [
        ...beginnings.map((beginning) => ({
          name: `boundaries of a cycle that begins with a host ${beginning}`,
          measured: reached[beginning],
          goal: { atLeast: 1 },
        })),
        // Whoever leaves boundaries out may leave out all of a service.
        ...killsByService(killedAt, step === 1 ? 1 : 0),
      ];
    }),
} satisfies Scenario;

/** The same at one request to each service in turn, which takes half a minute. */
export const killAtEachService = (): Promise<readonly Figure[]> =>
  withPlant(async (round) => {
    const killedAt = [
      await round('running', { service: 'graph', number: 1, phase: 'after' }),
      await round('running', { service: 'activityFeed', number: 1, phase: 'before' }),
      await round('running', { service: 'queues', number: 1, phase: 'after' }),
      await round('running', { service: 'callbacks', number: 2, phase: 'after' }),
      await round('running', { service: 'tables', number: 40, phase: 'before' }),
      await round('starting', { service: 'entra', number: 1, phase: 'before' }),
      await round('starting', { service: 'keyVault', number: 1, phase: 'after' }),
    ];
    return killsByService(
      killedAt.filter((at) => at !== undefined),
      1,
    );
  });

const killsByService = (killedAt: readonly Passing[], atLeast: number): readonly Figure[] =>
  counted.map((service) => ({
    name: `kills at requests to ${service}`,
    measured: killedAt.filter((at) => at.service === service).length,
    ...(atLeast > 0 && { goal: { atLeast } }),
  }));

/** Kills the host in one more cycle; gives the request at which it was, unless the cycle was over before. */
type Round = (beginning: Beginning, boundary: Boundary) => Promise<Passing | undefined>;
type Rounds = (round: Round) => Promise<readonly Figure[]>;

async function withPlant(rounds: Rounds): Promise<readonly Figure[]> {
  const plant = await startPlant({ ...activitySettings, DELIVERIES_IN_FLIGHT: String(inFlight) });
  try {
    return await figuresOf(plant, rounds);
  } finally {
    await plant.close();
  }
}

async function figuresOf(plant: Plant, rounds: Rounds): Promise<readonly Figure[]> {
  const { receiver, proxies } = plant;
  plant.entra.setAccessTokenLifetimeMs(tokenLifetimeMs);
  const feed = hostileFeed(plant.graph);
  const log = hostileRecords(plant.activityFeed);
  const wantedBy = {
    all: () => feed.raised.map(({ alertId }) => alertId),
    high: () => feed.raised.filter(({ severity }) => severity === 'high').map(({ alertId }) => alertId),
    downgrades: () => log.recorded.filter(({ isDowngrade }) => isDowngrade).map(({ recordId }) => recordId),
  };
  await plant.subscribe('all');
  await plant.subscribe('high', { minimumSeverity: 'high' });
  await plant.subscribe('downgrades', { trigger: 'labelChange', downgradesOnly: true });
  const tallies = () => Object.entries(wantedBy).map(([flow, wanted]) => tally(new Set(wanted()), receiver.of(flow)));
  const isComplete = (): boolean => tallies().every(({ lost }) => lost.length === 0);
  const isSaved = async (): Promise<boolean> => {
    const { pending, inFlight: underWay } = await plant.backlog();
    if (pending + underWay === 0) return true;
    await delay(betweenLooksMs);
    return false;
  };

  const raise = (): void => {
    // A cycle reads what its own round brings, so that the last one is as small as the first.
    if (isComplete()) {
      plant.graph.alerts.clear();
      plant.activityFeed.store.clear();
    }
    feed.raise(alertsPerRound);
    log.record(recordsPerRound);
  };
  let begun = 0;
  const begin = {
    async running(boundary: Boundary) {
      const [host] = plant.hosts;
      if (!host) throw new Error('No host runs.');
      const armed = armKill(proxies, () => plant.kill(host), boundary);
      raise();
      return armed;
    },
    async starting(boundary: Boundary) {
      for (const host of [...plant.hosts]) await plant.kill(host);
      raise();
      const launched = plant.launchHost({ AzureFunctionsWebHost__hostid: `killed-${begun}` });
      launched.listening.catch(() => undefined);
      return armKill(proxies, () => plant.kill(launched), boundary);
    },
  };

  const recoveriesMs: number[] = [];
  let worst = 0;

  const round: Round = async (beginning, boundary) => {
    begun += 1;
    // What the last death repeats is repeated by then, and is not put down to the next one.
    await until('all is saved', isSaved, 60_000).catch(() => undefined);
    const before = tallies().map(({ duplicates }) => duplicates);
    const armed = await begin[beginning](boundary);
    const isOver = until('the cycle is over', isComplete, 90_000).then(() => delay(idleMs));
    const at = await Promise.race([armed.killed, isOver.then(() => undefined)]);
    isOver.catch(() => undefined);
    armed.disarm();
    if (!at) return undefined;
    const killedAtMs = performance.now();
    // A name of its own, so that it need not wait for the lease on timers of the host that is no more.
    await plant.startHost({ AzureFunctionsWebHost__hostid: `round-${begun}` });
    await until('all have arrived', isComplete, 60_000).catch(() => undefined);
    recoveriesMs.push(performance.now() - killedAtMs);
    worst = Math.max(worst, ...tallies().map(({ duplicates }, flow) => duplicates - (before[flow] ?? 0)));
    return at;
  };

  const ofRounds = await rounds(round);
  await plant.quiesce();
  const { expected, lost, extra, duplicates, renamed } = sumOf(tallies());
  return [
    { name: 'rounds', measured: recoveriesMs.length },
    ...ofRounds,
    { name: 'deliveries wanted', measured: expected },
    { name: 'lost', measured: lost.length, goal: { atMost: 0 } },
    { name: 'extra', measured: extra.length, goal: { atMost: 0 } },
    { name: 'duplicates', measured: duplicates },
    { name: 'duplicates of one kill to one flow, at most', measured: worst, goal: { atMost: inFlight } },
    { name: 'duplicates under another id', measured: renamed.length, goal: { atMost: 0 } },
    { name: 'all delivered after a kill, p50', measured: percentile(recoveriesMs, 50) / 1_000, unit: 's' },
    { name: 'all delivered after a kill, p99', measured: percentile(recoveriesMs, 99) / 1_000, unit: 's' },
  ];
}
