import { setTimeout as delay } from 'node:timers/promises';
import { QueueServiceClient } from '@azure/storage-queue';
import { hintQueue } from '../../functions/subscriptions/hints.ts';
import { until } from '../until.ts';
import { hostileFeed } from './hostileFeed.ts';
import { type Plant, startPlant } from './plant.ts';
import type { Delivery } from './receiver.ts';
import type { Scenario } from './scenario.ts';
import { tally } from './tally.ts';

const attempts = 3;
const poisonous = 5;

/** Events that a flow never takes, messages that mean nothing, and a queue that takes none. */
export const poison: Scenario = {
  name: 'poison',
  title: 'poison events, poison messages and a full queue',
  async run() {
    // Waits of an event that fails go from 5 s to hours; scaled, they are over in seconds.
    const plant = await startPlant({ ATTEMPTS_PER_EVENT: String(attempts), SANDBOX_TIME_SCALE: '60' });
    try {
      return [...(await poisonEvents(plant)), ...(await poisonMessages(plant)), ...(await fullQueue(plant))];
    } finally {
      await plant.close();
    }
  },
};

async function poisonEvents(plant: Plant) {
  const { receiver } = plant;
  const feed = hostileFeed(plant.graph);
  const subscriptionId = await plant.subscribe('poisoned');
  feed.raise(poisonous);
  const bad = new Set(feed.raised.map(({ alertId }) => alertId));
  const refused: Delivery[] = [];
  receiver.refuse = (delivery) => {
    const isBad = bad.has(delivery.recordId);
    if (isBad) refused.push(delivery);
    return isBad;
  };
  const deadLetters = async (): Promise<number> => (await plant.backlog()).deadLetters;
  // Others that get through tell that it is these events that are at fault.
  await until(
    'the poison is buried',
    async () => {
      feed.raise(5);
      await delay(500);
      return (await deadLetters()) >= poisonous;
    },
    120_000,
  ).catch(() => undefined);
  await plant.quiesce();
  const good = feed.raised.map(({ alertId }) => alertId).filter((alertId) => !bad.has(alertId));
  const { lost, extra, duplicates } = tally(new Set(good), receiver.of('poisoned'));
  const buried = await deadLetters();

  receiver.refuse = () => false;
  await plant.call('POST /replays', {
    body: { subscriptionId, from: new Date(Date.now() - 600_000).toISOString(), to: new Date().toISOString() },
  });
  await plant.quiesce();
  const afterwards = receiver.of('poisoned');
  const { renamed } = tally(new Set(), [...refused, ...afterwards]);
  const found = afterwards.filter(({ recordId }) => bad.has(recordId));
  return [
    { name: 'poison events that became dead letters', measured: buried, goal: { atLeast: poisonous } },
    { name: 'events beside them', measured: good.length },
    { name: 'of those lost', measured: lost.length, goal: { atMost: 0 } },
    { name: 'of those duplicates', measured: duplicates, goal: { atMost: 0 } },
    { name: 'poison that got through', measured: extra.length, goal: { atMost: 0 } },
    { name: 'POSTs of poison', measured: refused.length, goal: { atLeast: poisonous * attempts } },
    { name: 'poison that a replay delivers once it is cured', measured: found.length, goal: { atLeast: poisonous } },
    { name: 'attempts and replays under another id', measured: renamed.length, goal: { atMost: 0 } },
  ];
}

async function poisonMessages(plant: Plant) {
  const { receiver } = plant;
  const feed = hostileFeed(plant.graph);
  const queues = QueueServiceClient.fromConnectionString(plant.connectionString);
  const queue = queues.getQueueClient(hintQueue);
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const messages = [
    'not base64 at all %%%',
    base64('not json'),
    base64('{"subscriptionId":7}'),
    base64('{"subscriptionId":"nobody\'s"}'),
    base64(`{"subscriptionId":"${'x'.repeat(65)}"}`),
    base64('{"__proto__":{"subscriptionId":"x"}}'),
    base64('[]'),
  ];
  const before = receiver.of('poisoned').length;
  for (const message of messages) await queue.sendMessage(message);
  feed.raise(20);
  const lost = () => {
    const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
    return tally(wanted, receiver.of('poisoned').slice(before)).lost;
  };
  const startedMs = performance.now();
  await until('the events beside them have come', () => lost().length === 0, 60_000).catch(() => undefined);
  return [
    { name: 'poison messages', measured: messages.length },
    { name: 'events that they held up', measured: lost().length, goal: { atMost: 0 } },
    {
      name: 'events beside them, until the last',
      measured: (performance.now() - startedMs) / 1_000,
      unit: 's',
      goal: { atMost: 60 },
    },
  ];
}

async function fullQueue(plant: Plant) {
  const { receiver, proxies } = plant;
  const feed = hostileFeed(plant.graph);
  const before = receiver.of('poisoned').length;
  let refused = 0;
  proxies.queues.before = ({ method }) => {
    if (method !== 'POST') return 'pass';
    refused++;
    return 'unavailable';
  };
  feed.raise(20);
  await until('hints are refused', () => refused > 0);
  await delay(5_000);
  proxies.queues.before = () => 'pass';
  const endedMs = performance.now();
  const hasCome = (): boolean => receiver.of('poisoned').length - before >= feed.raised.length;
  await until('all have come', hasCome, 60_000).catch(() => undefined);
  const wanted = new Set(feed.raised.map(({ alertId }) => alertId));
  const { lost } = tally(wanted, receiver.of('poisoned').slice(before));
  return [
    { name: 'hints that a full queue refused', measured: refused, goal: { atLeast: 1 } },
    { name: 'events lost by that', measured: lost.length, goal: { atMost: 0 } },
    {
      name: 'delivered after it, the last',
      measured: Math.max(0, receiver.lastAtMs() - endedMs) / 1_000,
      unit: 's',
      goal: { atMost: 60 },
    },
  ];
}
