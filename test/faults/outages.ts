import { setTimeout as delay } from 'node:timers/promises';
import { settingRows } from '../../functions/settingsTable.ts';
import { until } from '../until.ts';
import type { FaultProxy } from './faultProxy.ts';
import type { Figure } from './figure.ts';
import { type HostileFeed, hostileFeed } from './hostileFeed.ts';
import { type HostileRecords, hostileRecords } from './hostileRecords.ts';
import { percentile } from './percentile.ts';
import { activitySettings, type Plant, startPlant } from './plant.ts';
import type { Service } from './proxies.ts';
import type { Scenario, Sizes } from './scenario.ts';
import { sumOf, tally } from './tally.ts';

const alertFlows = ['one', 'two', 'three', 'four', 'five'];
const recordFlow = 'labels';
const flows = [...alertFlows, recordFlow];
// The outage that the goals speak of; a shorter one runs with waits that are as much shorter.
const wholeOutageSeconds = 600;
// So short that every call needs a new one: what ran well a moment ago has none once Entra ID is away.
const tokenLifetimeMs = 60_000;
const inFlight = Number(settingRows.DELIVERIES_IN_FLIGHT.default);

const storage = ['tables', 'queues', 'blobs'] as const;
const isWrite = (method: string): boolean => method !== 'GET';

/** How something is away, and how it is back. */
interface Outage {
  readonly name: string;
  /** `nothing`: the app may get on with it, so that nothing need be left when it ends. */
  readonly holdsUp: 'something' | 'nothing';
  begin(plant: Plant): void | Promise<void>;
  end(plant: Plant): void | Promise<void>;
}

const refused = (name: string, ...away: readonly Service[]): Outage => ({
  name,
  holdsUp: 'something',
  begin: async ({ proxies }) => void (await Promise.all(away.map((service) => proxies[service].refuse()))),
  end: async ({ proxies }) => void (await Promise.all(away.map((service) => proxies[service].accept()))),
});

const disturbed = (
  name: string,
  holdsUp: Outage['holdsUp'],
  away: readonly Service[],
  disturb: (proxy: FaultProxy) => void,
): Outage => ({
  name,
  holdsUp,
  begin({ proxies }) {
    for (const service of away) disturb(proxies[service]);
  },
  end({ proxies }) {
    for (const service of away) {
      proxies[service].before = () => 'pass';
      proxies[service].after = () => 'pass';
    }
  },
});

/** The app's process ends with the beginning of the outage, and another one has to start within it. */
const fromTheStart = ({ begin, ...outage }: Outage): Outage => ({
  ...outage,
  async begin(plant) {
    await begin(plant);
    for (const host of [...plant.hosts]) await plant.kill(host);
    await plant.startHost({ AzureFunctionsWebHost__hostid: outage.name.replaceAll(/\W+/g, '-') });
  },
});

const answers503 = (proxy: FaultProxy): void => {
  proxy.before = () => 'unavailable';
};

const all: readonly Outage[] = [
  refused('storage refuses connections', ...storage),
  disturbed('storage cuts connections after writing', 'nothing', storage, (proxy) => {
    proxy.after = ({ method }) => (isWrite(method) ? 'cut' : 'pass');
  }),
  disturbed('storage answers 503', 'something', storage, answers503),
  refused('Graph refuses connections', 'graph'),
  refused('the activity feed refuses connections', 'activityFeed'),
  disturbed('the activity feed answers 503', 'something', ['activityFeed'], answers503),
  refused('Entra ID refuses connections', 'entra'),
  fromTheStart(refused('a start without Entra ID', 'entra')),
  fromTheStart(refused('a start without Key Vault', 'keyVault')),
  disturbed('callbacks answer 503', 'something', ['callbacks'], answers503),
];

/** Something that the app stands on is away while events pile up, and comes back. */
export const outages: Scenario = {
  name: 'outages',
  title: 'ten minutes without one of the services, on a clock that is scaled to --outageSeconds',
  async run(sizes) {
    const timeScale = Math.max(1, wholeOutageSeconds / sizes.outageSeconds);
    const plant = await startPlant({ ...activitySettings, SANDBOX_TIME_SCALE: String(timeScale) });
    try {
      plant.entra.setAccessTokenLifetimeMs(tokenLifetimeMs);
      const feeds = { alerts: hostileFeed(plant.graph), records: hostileRecords(plant.activityFeed) };
      for (const flow of alertFlows) await plant.subscribe(flow);
      await plant.subscribe(recordFlow, { trigger: 'labelChange', downgradesOnly: true });
      const figures: Figure[] = [{ name: 'time scale', measured: timeScale }];
      for (const outage of all) figures.push(...(await survive(plant, feeds, outage, sizes)));
      return figures;
    } finally {
      await plant.close();
    }
  },
};

interface Feeds {
  readonly alerts: HostileFeed;
  readonly records: HostileRecords;
}

async function survive(
  plant: Plant,
  { alerts, records }: Feeds,
  { name, holdsUp, begin, end }: Outage,
  { outageSeconds, backlog }: Sizes,
): Promise<readonly Figure[]> {
  const { receiver } = plant;
  const each = Math.ceil(backlog / flows.length);
  const tallies = () => {
    const raised = new Set(alerts.raised.map(({ alertId }) => alertId));
    const downgrades = new Set(
      records.recorded.filter(({ isDowngrade }) => isDowngrade).map(({ recordId }) => recordId),
    );
    return flows.map((flow) => tally(flow === recordFlow ? downgrades : raised, receiver.of(flow)));
  };
  const isComplete = (): boolean => tallies().every(({ lost }) => lost.length === 0);
  // Deliveries are under way when it begins.
  const soFarMs = receiver.lastAtMs();
  alerts.raise(20);
  records.record(20);
  await until('deliveries have begun', () => receiver.lastAtMs() > soFarMs);
  const before = tallies();
  await begin(plant);
  alerts.raise(each);
  records.record(each);
  const calls = ['GET /subscriptions', 'GET /health/backlog'] as const;
  const answers = await Promise.all(calls.map((target) => plant.call(target)));
  await delay(outageSeconds * 1_000);
  const waiting = sumOf(tallies()).lost.length;
  await end(plant);
  const endedAtMs = performance.now();
  await until('the backlog is gone', isComplete, 120_000).catch(() => undefined);
  await plant.quiesce();
  const after = flows.flatMap((flow) => receiver.of(flow)).filter(({ atMs }) => atMs > endedAtMs);
  const latesMs = after.map(({ atMs }) => atMs - endedAtMs);
  const { lost, extra, renamed } = sumOf(tallies());
  const repeated = tallies().map(({ duplicates }, flow) => duplicates - (before[flow]?.duplicates ?? 0));
  return [
    {
      name: `${name}: calls answered by 500`,
      measured: answers.filter(({ status }) => status === 500).length,
      goal: { atMost: 0 },
    },
    {
      name: `${name}: waiting at its end`,
      measured: waiting,
      ...(holdsUp === 'something' && { goal: { atLeast: 1 } }),
    },
    { name: `${name}: lost`, measured: lost.length, goal: { atMost: 0 } },
    { name: `${name}: extra, renamed`, measured: extra.length + renamed.length, goal: { atMost: 0 } },
    { name: `${name}: duplicates to one flow`, measured: Math.max(...repeated), goal: { atMost: inFlight } },
    {
      name: `${name}: delivered after it, p99`,
      measured: percentile(latesMs, 99) / 1_000,
      unit: 's',
      goal: { atMost: 60 },
    },
  ];
}
