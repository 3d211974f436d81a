import { setTimeout as delay } from 'node:timers/promises';
import type { FaultProxy } from './faultProxy.ts';
import type { Figure } from './figure.ts';
import { hostileFeed } from './hostileFeed.ts';
import { percentile } from './percentile.ts';
import { type Plant, startPlant } from './plant.ts';
import type { Scenario, Sizes } from './scenario.ts';
import { sumOf, tally } from './tally.ts';
import { waitUntil } from './waitUntil.ts';

const flows = ['one', 'two', 'three', 'four', 'five'];
// The outage that the goals speak of; a shorter one runs with waits that are as much shorter.
const wholeOutageSeconds = 600;

const storageOf = ({ tables, queues, blobs }: Plant['proxies']): readonly FaultProxy[] => [tables, queues, blobs];
const isWrite = (method: string): boolean => method !== 'GET';

/** How something is away, and how it is back. */
interface Outage {
  readonly name: string;
  begin(proxies: Plant['proxies']): void | Promise<void>;
  end(proxies: Plant['proxies']): void | Promise<void>;
}

const everyOne =
  (of: (proxies: Plant['proxies']) => readonly FaultProxy[], change: (proxy: FaultProxy) => void) =>
  (proxies: Plant['proxies']): void => {
    for (const proxy of of(proxies)) change(proxy);
  };
const heal = (proxy: FaultProxy): void => {
  proxy.before = () => 'pass';
  proxy.after = () => 'pass';
};

const storageOutages: readonly Outage[] = [
  {
    name: 'storage refuses connections',
    begin: async (proxies) => void (await Promise.all(storageOf(proxies).map((proxy) => proxy.refuse()))),
    end: async (proxies) => void (await Promise.all(storageOf(proxies).map((proxy) => proxy.accept()))),
  },
  {
    name: 'storage cuts connections after writing',
    begin: everyOne(storageOf, (proxy) => {
      proxy.after = ({ method }) => (isWrite(method) ? 'cut' : 'pass');
    }),
    end: everyOne(storageOf, heal),
  },
  {
    name: 'storage answers 503',
    begin: everyOne(storageOf, (proxy) => {
      proxy.before = () => 'unavailable';
    }),
    end: everyOne(storageOf, heal),
  },
];

const otherOutages: readonly Outage[] = [
  {
    name: 'Graph refuses connections',
    begin: ({ graph }) => graph.refuse(),
    end: ({ graph }) => graph.accept(),
  },
  {
    name: 'callbacks answer 503',
    begin: everyOne(
      ({ callbacks }) => [callbacks],
      (proxy) => {
        proxy.before = () => 'unavailable';
      },
    ),
    end: everyOne(({ callbacks }) => [callbacks], heal),
  },
];

/** Something that the app stands on is away while events pile up, and comes back. */
export const outages: Scenario = {
  name: 'outages',
  title: 'ten minutes without storage, Graph or callbacks, on a clock that is scaled to --outageSeconds',
  run: (sizes) => withPlant(sizes, [...storageOutages, ...otherOutages]),
};

async function withPlant(sizes: Sizes, all: readonly Outage[]): Promise<readonly Figure[]> {
  const timeScale = Math.max(1, wholeOutageSeconds / sizes.outageSeconds);
  const plant = await startPlant({ SANDBOX_TIME_SCALE: String(timeScale) });
  try {
    const feed = hostileFeed(plant.graph);
    for (const flow of flows) await plant.subscribe(flow);
    const figures: Figure[] = [{ name: 'time scale', measured: timeScale }];
    for (const outage of all) figures.push(...(await survive(plant, feed, outage, sizes)));
    return figures;
  } finally {
    await plant.close();
  }
}

async function survive(
  plant: Plant,
  feed: ReturnType<typeof hostileFeed>,
  { name, begin, end }: Outage,
  { outageSeconds, backlog }: Sizes,
): Promise<readonly Figure[]> {
  const { receiver, proxies } = plant;
  const alerts = Math.ceil(backlog / flows.length);
  const tallies = () => {
    const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
    return flows.map((flow) => tally(wanted, receiver.of(flow)));
  };
  const isComplete = (): boolean => tallies().every(({ lost }) => lost.length === 0);
  // Deliveries are under way when it begins.
  feed.raise(20);
  await waitUntil('deliveries have begun', () => !isComplete() && performance.now() - receiver.lastAtMs() < 100);
  await begin(proxies);
  const duplicatesBefore = sumOf(tallies()).duplicates;
  feed.raise(alerts);
  const calls = ['GET /subscriptions', 'GET /health/backlog'] as const;
  const answers = await Promise.all(calls.map((target) => plant.call(target)));
  await delay(outageSeconds * 1_000);
  await end(proxies);
  const endedAtMs = performance.now();
  await waitUntil('the backlog is gone', isComplete, 120_000).catch(() => undefined);
  await plant.quiesce();
  const after = flows.flatMap((flow) => receiver.of(flow)).filter(({ atMs }) => atMs > endedAtMs);
  const latesMs = after.map(({ atMs }) => atMs - endedAtMs);
  const { lost, extra, duplicates, renamed } = sumOf(tallies());
  return [
    {
      name: `${name}: calls answered by 500`,
      measured: answers.filter(({ status }) => status === 500).length,
      goal: { atMost: 0 },
    },
    { name: `${name}: lost`, measured: lost.length, goal: { atMost: 0 } },
    { name: `${name}: extra, renamed`, measured: extra.length + renamed.length, goal: { atMost: 0 } },
    { name: `${name}: duplicates`, measured: duplicates - duplicatesBefore },
    {
      name: `${name}: delivered after it, p99`,
      measured: percentile(latesMs, 99) / 1_000,
      unit: 's',
      goal: { atMost: 60 },
    },
  ];
}
