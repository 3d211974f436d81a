import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { onDlpAlert } from '../../functions/alerts/onDlpAlert.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { serve } from '../../sandbox/serve.ts';
import { startBackEnd } from '../backEnd.ts';

// How long alerts take to reach healthy flows while others hang: `node test/bench/isolation.ts --hanging 40`.
const { values } = parseArgs({
  options: {
    hanging: { type: 'string', default: '0' },
    healthy: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '10' },
  },
});
const [hanging, healthy, rounds] = [values.hanging, values.healthy, values.rounds].map(Number) as [
  number,
  number,
  number,
];
const longestWaitMs = 60_000;

/** When each alert arrived, once for each healthy flow. */
const arrivals = new Map<string, number[]>();
const sink = await serve({
  async listener(request, response) {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    if (request.url?.startsWith('/hanging')) return;
    const { alert } = JSON.parse(Buffer.concat(parts).toString());
    arrivals.set(alert.alertId, [...(arrivals.get(alert.alertId) ?? []), performance.now()]);
    response.writeHead(202).end();
  },
});
const backEnd = await startBackEnd({ ALERT_POLL_SCHEDULE: '*/2 * * * * *', SWEEP_SCHEDULE: '*/5 * * * * *' });
const token = await backEnd.tokenOf(users.megan, { roles: ['Purview.Reader'] });

const subscribe = async (path: string): Promise<void> => {
  const notificationUrl = `http://127.0.0.1:${sink.port}${path}`;
  const { status, text } = await backEnd.call(onDlpAlert, { token, body: { notificationUrl } });
  if (status !== 201) throw new Error(`Subscribing failed: ${status} ${text}`);
};
for (let n = 0; n < hanging; n++) await subscribe(`/hanging/${n}`);
for (let n = 0; n < healthy; n++) await subscribe(`/healthy/${n}`);

const latenciesMs: number[] = [];
for (let round = 0; round < rounds; round++) {
  const raisedMs = performance.now();
  const { id } = backEnd.graph.raise({ serviceSource: 'dataLossPrevention' });
  const arrived = (): readonly number[] => arrivals.get(id) ?? [];
  while (arrived().length < healthy && performance.now() - raisedMs < longestWaitMs) await delay(20);
  const inTime = arrived().map((atMs) => atMs - raisedMs);
  latenciesMs.push(...inTime, ...Array<number>(Math.max(0, healthy - inTime.length)).fill(longestWaitMs));
  await delay(Math.random() * 2_000);
}

latenciesMs.sort((one, other) => one - other);
const quantile = (part: number): string =>
  `${Math.round(latenciesMs[Math.min(latenciesMs.length - 1, Math.floor(part * latenciesMs.length))] ?? 0)} ms`;
console.log(
  `${hanging} of ${hanging + healthy} flows hang. The healthy ones got alerts after ${quantile(0.5)} (median), ${quantile(0.99)} (p99), ${quantile(1)} at most, polls every 2 s.`,
);
await backEnd.stop();
await sink.close();
