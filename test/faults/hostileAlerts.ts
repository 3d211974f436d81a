import { until } from '../until.ts';
import type { Figure } from './figure.ts';
import { type HostileFeed, hostileFeed, type Raised } from './hostileFeed.ts';
import { type Plant, startPlant } from './plant.ts';
import type { Scenario } from './scenario.ts';
import { tally } from './tally.ts';

const employeeRecords = 'Employee records';

/** Each with what it asks for, and the same in the words of whoever raised the alerts. */
const flows = {
  all: { wish: {}, wants: () => true },
  high: { wish: { minimumSeverity: 'high' }, wants: ({ severity }: Raised) => severity === 'high' },
  records: {
    wish: { policies: [employeeRecords], minimumSeverity: 'medium' },
    wants: ({ policy, severity }: Raised) => policy === employeeRecords && severity !== 'low',
  },
} as const;
type Flow = keyof typeof flows;
const names = Object.keys(flows) as Flow[];

const route = 'GET /security/alerts_v2';
/** By then every fault has been met. */
const lastFault = 29;

/** Alerts that share times, come late and move while they are read: each flow gets the set that it asked for, each once. */
export const hostileAlerts: Scenario = {
  name: 'hostile',
  title: 'alerts that share times, come late and move while they are read, to three flows that ask for different ones',
  run: ({ hostile }) => deliverHostile(hostile),
};

/** The same with so many alerts. */
export async function deliverHostile(alerts: number): Promise<readonly Figure[]> {
  const plant = await startPlant(
    // Each alert brings an incident along, which no flow asks for; nothing is left to a sweep.
    { ALERT_POLL_SCHEDULE: '*/2 * * * * *', INCIDENT_POLL_SCHEDULE: '0 0 0 1 1 *', SWEEP_SCHEDULE: '*/10 * * * * *' },
    { ways: 'direct' },
  );
  try {
    for (const name of names) await plant.subscribe(name, flows[name].wish);
    planFaults(plant);
    const feed = hostileFeed(plant.graph);
    await raiseAll(plant, feed, alerts);
    await plant.quiesce();
    return [
      { name: 'alerts', measured: feed.raised.length, goal: { atLeast: alerts } },
      { name: 'faults that no call met', measured: plant.graph.faults.take(route) ? 1 : 0, goal: { atMost: 0 } },
      ...names.flatMap((name) => figuresOf(name, plant, feed)),
    ];
  } finally {
    await plant.close();
  }
}

function planFaults({ graph: { faults, now } }: Plant): void {
  const at = (after: number) => ({ route, after });
  faults.plan({ fault: { kind: 'throttled', retryAfter: { seconds: 1 } }, ...at(7) });
  faults.plan({ fault: { kind: 'failed', status: 503, retryAfter: { seconds: 0 } }, times: 2, ...at(11) });
  faults.plan({ fault: { kind: 'partial' }, ...at(13) });
  faults.plan({ fault: { kind: 'dropped', at: 'answer' }, ...at(17) });
  faults.plan({ fault: { kind: 'tokenRefused' }, ...at(19) });
  faults.plan({ fault: { kind: 'throttled', retryAfter: { date: now() } }, ...at(lastFault) });
}

async function raiseAll({ graph, receiver }: Plant, feed: HostileFeed, alerts: number): Promise<void> {
  const isComplete = (name: Flow): boolean => {
    const { size } = wantedBy(name, feed);
    // Most looks come too early, and sets of thousands take longer to make than to count what they are made of.
    if (receiver.of(name).length < size) return false;
    return new Set(receiver.of(name).map(({ recordId }) => recordId)).size >= size;
  };
  const untilComplete = (upTo: number): Promise<void> =>
    until(`${upTo} have arrived`, () => feed.raised.length >= upTo && names.every(isComplete), 120_000);

  // What comes and moves while pages are read shifts those that follow, for as many pages as a poll reads.
  let pages = 0;
  let shiftsUpTo = alerts * 0.7;
  const touchesOfAPoll = 30;
  let touches = touchesOfAPoll;
  graph.beforePage(() => {
    pages++;
    if (feed.raised.length < shiftsUpTo) feed.raise(Math.min(50, shiftsUpTo - feed.raised.length));
    if (pages % 3 === 0 && touches-- > 0) feed.touch();
  });
  feed.raise(alerts / 2);
  await untilComplete(shiftsUpTo);
  // The watermark has passed the times of some that come now.
  feed.raise(alerts * 0.1);
  touches = touchesOfAPoll;
  await untilComplete(alerts * 0.8);
  shiftsUpTo = alerts;
  touches = touchesOfAPoll;
  await untilComplete(alerts);

  // What comes twice would come in the polls that read the overlap again.
  const polled = pages;
  const isReadAgain = (): boolean => pages > Math.max(polled + alerts / 100, lastFault + 1);
  await until('the overlap was read again', isReadAgain, 120_000);
}

const wantedBy = (name: Flow, feed: HostileFeed): Set<string> =>
  new Set(feed.raised.filter(flows[name].wants).map(({ alertId }) => alertId));

function figuresOf(name: Flow, { receiver }: Plant, feed: HostileFeed): readonly Figure[] {
  const { expected, lost, extra, duplicates, renamed } = tally(wantedBy(name, feed), receiver.of(name));
  const goal = { atMost: 0 };
  return [
    { name: `${name}: deliveries wanted`, measured: expected },
    { name: `${name}: lost`, measured: lost.length, goal },
    { name: `${name}: extra`, measured: extra.length, goal },
    { name: `${name}: twice, or under another id`, measured: duplicates + renamed.length, goal },
  ];
}
