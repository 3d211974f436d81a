import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../until.ts';
import { type BadCallbacks, startBadCallbacks } from './badCallbacks.ts';
import { hostileFeed } from './hostileFeed.ts';
import { percentile } from './percentile.ts';
import { type Plant, startPlant } from './plant.ts';
import type { Scenario } from './scenario.ts';
import { sumOf, tally } from './tally.ts';

const healthy = Array.from({ length: 8 }, (_, n) => `healthy${n}`);
const waves = 12;
const alertsPerWave = 5;

/** A fifth of the flows hang, drip or never end, one comes and goes; the others must not notice. */
export const callbackTroubles: Scenario = {
  name: 'callbacks',
  title: 'slow, endless, hanging and flapping callbacks beside healthy ones',
  async run() {
    const plant = await startPlant({ DELIVERY_TIMEOUT_SECONDS: '5', SANDBOX_TIME_SCALE: '10' });
    const bad = await startBadCallbacks();
    try {
      return await measure(plant, bad);
    } finally {
      await bad.close();
      await plant.close();
    }
  },
};

async function measure(plant: Plant, bad: BadCallbacks) {
  const { receiver, proxies } = plant;
  const feed = hostileFeed(plant.graph);
  for (const flow of [...healthy, 'flapping']) await plant.subscribe(flow);
  const isComplete = (flow: string): boolean => receiver.of(flow).length >= feed.raised.length;

  const latenciesOfWavesMs = async (): Promise<readonly number[]> => {
    const latenciesMs: number[] = [];
    for (let wave = 0; wave < waves; wave++) {
      const known = healthy.map((flow) => receiver.of(flow).length);
      const raisedAtMs = performance.now();
      feed.raise(alertsPerWave);
      await until('the healthy have all', () => healthy.every(isComplete), 60_000);
      for (const [index, flow] of healthy.entries())
        latenciesMs.push(
          ...receiver
            .of(flow)
            .slice(known[index])
            .map(({ atMs }) => atMs - raisedAtMs),
        );
    }
    return latenciesMs;
  };

  await latenciesOfWavesMs();
  const baselineMs = percentile(await latenciesOfWavesMs(), 99);

  const badIds = await Promise.all(
    (['hang', 'drip', 'endless'] as const).map((kind) =>
      plant.subscribe(kind, { notificationUrl: bad.urlOf(kind, 'flow') }),
    ),
  );
  let isUp = false;
  let refused = 0;
  proxies.callbacks.before = ({ target }) => {
    if (isUp || !target.endsWith('/flapping')) return 'pass';
    refused++;
    return 'unavailable';
  };
  const flapping = setInterval(() => {
    isUp = !isUp;
  }, 700);
  const troubledMs = percentile(await latenciesOfWavesMs(), 99);
  await until('the one that flaps has all', () => isComplete('flapping'), 60_000).catch(() => undefined);
  clearInterval(flapping);
  isUp = true;
  await delay(1_000);

  const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
  const { lost, extra, renamed, duplicates } = sumOf(
    [...healthy, 'flapping'].map((flow) => tally(wanted, receiver.of(flow))),
  );
  const { body } = await plant.call('GET /subscriptions');
  const known = new Map(
    (body as { value: { subscriptionId: string; lastTrouble?: string }[] }).value.map((found) => [
      found.subscriptionId,
      found.lastTrouble,
    ]),
  );
  return [
    { name: 'healthy flows, p99 of a delivery, before', measured: baselineMs, unit: 'ms' },
    { name: 'the same beside three that hang, drip, never end', measured: troubledMs, unit: 'ms' },
    { name: 'the second as a multiple of the first', measured: troubledMs / baselineMs, goal: { atMost: 2 } },
    {
      name: 'bad ones that were found out',
      measured: badIds.filter((id) => known.get(id) !== undefined).length,
      goal: { atLeast: badIds.length },
    },
    { name: 'POSTs that the flapping one turned away', measured: refused, goal: { atLeast: 1 } },
    { name: 'lost', measured: lost.length, goal: { atMost: 0 } },
    { name: 'extra, renamed', measured: extra.length + renamed.length, goal: { atMost: 0 } },
    { name: 'duplicates', measured: duplicates, goal: { atMost: 0 } },
  ];
}
