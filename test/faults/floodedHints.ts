import { QueueServiceClient } from '@azure/storage-queue';
import { hintQueue } from '../../functions/subscriptions/hints.ts';
import { until } from '../until.ts';
import { hostileFeed } from './hostileFeed.ts';
import { percentile } from './percentile.ts';
import { type Plant, startPlant } from './plant.ts';
import type { Scenario } from './scenario.ts';
import { sumOf, tally } from './tally.ts';

// For flows whose hints stand in the queue over and over, and for flows whose first hint comes after all of them.
const flows = ['hinted', 'unhinted'] as const;
const alerts = 100;
// Azurite takes several hundred messages a second from one process, some at a time.
const sentAtOnce = 32;

/** The queue of hints is full of what is stale, means nothing or was said a thousand times, and new events come behind it. */
export const floodedHints: Scenario = {
  name: 'flood',
  title: 'a queue that is full of stale, meaningless and repeated hints, --hints of them',
  async run({ hints }) {
    const plant = await startPlant({}, { ways: 'direct' });
    try {
      return await measure(plant, hints);
    } finally {
      await plant.close();
    }
  },
};

async function measure(plant: Plant, hints: number) {
  const { receiver } = plant;
  const queue = QueueServiceClient.fromConnectionString(plant.connectionString).getQueueClient(hintQueue);
  const waiting = async (): Promise<number> => (await queue.getProperties()).approximateMessagesCount ?? 0;
  const hinted = await plant.subscribe('hinted');
  await plant.subscribe('unhinted');

  const kinds = [
    (n: number) => JSON.stringify({ subscriptionId: `gone-${n}` }),
    (n: number) => `{"subscriptionId":${n}}`,
    () => JSON.stringify({ subscriptionId: hinted }),
  ];
  const messages = Array.from({ length: hints }, (_, n) =>
    Buffer.from(kinds[n % kinds.length]?.(n) ?? '').toString('base64'),
  );
  // While nobody takes them, as after an outage.
  for (const host of [...plant.hosts]) await plant.kill(host);
  while (messages.length)
    await Promise.all(messages.splice(0, sentAtOnce).map((message) => queue.sendMessage(message)));
  const flooded = await waiting();

  const feed = hostileFeed(plant.graph);
  feed.raise(alerts);
  await plant.startHost({ AzureFunctionsWebHost__hostid: 'after-the-flood' });
  const startedMs = performance.now();
  const tallies = () => {
    const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
    return flows.map((flow) => tally(wanted, receiver.of(flow)));
  };
  const isComplete = (): boolean => tallies().every(({ lost }) => lost.length === 0);
  await until('all have come', isComplete, 120_000).catch(() => undefined);
  const left = await waiting();
  await plant.quiesce();
  const { lost, extra, renamed, duplicates } = sumOf(tallies());
  const untilMs = (flow: string): number =>
    percentile(
      receiver.of(flow).map(({ atMs }) => atMs - startedMs),
      99,
    );
  return [
    { name: 'hints in the queue before the first event', measured: flooded, goal: { atLeast: hints } },
    { name: 'of those left when the last event had come', measured: left },
    { name: 'lost', measured: lost.length, goal: { atMost: 0 } },
    { name: 'extra, renamed', measured: extra.length + renamed.length, goal: { atMost: 0 } },
    { name: 'duplicates', measured: duplicates, goal: { atMost: 0 } },
    ...flows.map((flow) => ({
      name: `delivered to the ${flow} flow, p99`,
      measured: untilMs(flow) / 1_000,
      unit: 's',
      goal: { atMost: 60 },
    })),
  ];
}
