import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandFlags } from '../../connector/commandFlags.ts';
import { startAzurite } from '../../sandbox/azurite.ts';
import { certificates } from '../../sandbox/certificates.ts';
import { api } from '../../sandbox/contoso/applications.ts';
import { tenant } from '../../sandbox/contoso/tenant.ts';
import { startEntra } from '../../sandbox/entra/startEntra.ts';
import { scenarios } from '../../sandbox/graph/scenarios.ts';
import { startGraph } from '../../sandbox/graph/startGraph.ts';
import { createMessageStore } from '../../sandbox/teams/messageStore.ts';
import type { Reading } from './meter.ts';
import type { Post } from './sink.ts';

const usage = `npm run bench -- [flags]

Measures deliveries a second against bare POSTs of the same bytes.

  --alerts <number>         alerts that are raised at once, 1000 unless told
  --subscriptions <number>  subscriptions that get all of them, 10 unless told
  --rounds <number>         rounds that count, after three to warm up, 9 unless told
  --help                    this text`;

const values = commandFlags(usage, {
  alerts: { type: 'string', default: '1000' },
  subscriptions: { type: 'string', default: '10' },
  rounds: { type: 'string', default: '9' },
});
for (const [name, value] of Object.entries(values)) {
  if (/^[1-9]\d*$/.test(value)) continue;
  console.error(`--${name} must be a whole number above 0; "${value}" is not.`);
  process.exit(1);
}
const [alerts, subscriptions, rounds] = [values.alerts, values.subscriptions, values.rounds].map(Number) as [
  number,
  number,
  number,
];

// Node compiles what is used much after some thousand times; a back end that runs for days has that behind it.
const warmUps = 3;

const here = import.meta.dirname;
const root = join(here, '../..');
const directory = await mkdtemp(join(tmpdir(), 'bench-'));
const children: ChildProcess[] = [];

const child = (
  file: string,
  options: { env?: NodeJS.ProcessEnv; execArgv?: string[]; args?: string[]; silent?: boolean } = {},
) => {
  const started = fork(file, options.args ?? [], {
    env: { ...process.env, ...options.env },
    execArgv: options.execArgv ?? [],
    silent: options.silent ?? false,
  });
  children.push(started);
  return started;
};

const told = async <T>(from: ChildProcess, kind: string): Promise<T> => {
  for (;;) {
    const [message] = (await once(from, 'message')) as [{ kind: string } & T];
    if (message.kind === kind) return message;
  }
};

const azurite = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } });
const certificate = await certificates(directory);
const tls = { key: certificate.keyPem, cert: certificate.certificatePem };
const entra = await startEntra({ tls });
const graph = await startGraph({ tls, keySet: entra.keySet, messages: createMessageStore() });

const sink = child(join(here, 'sink.ts'));
const { port: sinkPort } = await told<{ port: number }>(sink, 'listening');
const bare = child(join(here, 'bareClient.ts'));

const backEnd = child(join(root, 'sandbox/host.ts'), {
  args: ['--port', '0'],
  execArgv: ['--import', join(here, 'meter.ts')],
  silent: true,
  env: {
    NODE_EXTRA_CA_CERTS: certificate.caFile,
    BENCH_STORAGE_PORTS: [azurite.table, azurite.queue].join(),
    AzureWebJobsStorage: azurite.connectionString,
    SANDBOX: 'true',
    ENTRA_AUTHORITY_HOST: entra.origin,
    ENTRA_TENANT_ID: tenant.id,
    API_CLIENT_ID: api.clientId,
    GRAPH_CLIENT_SECRET: api.clientSecret,
    GRAPH_BASE_URL: graph.origin,
    ACTIVITY_CONTENT_TYPES: 'none',
    ACTIVITY_POLL_SCHEDULE: '0 0 0 1 1 *',
    // Each alert brings an incident along, which no subscription asks for.
    INCIDENT_POLL_SCHEDULE: '0 0 0 1 1 *',
    ALERT_POLL_SCHEDULE: '*/5 * * * * *',
    ENCRYPTION_KEYS: Buffer.alloc(32, 1).toString('base64'),
  },
});
let output = '';
backEnd.stderr?.on('data', (text) => (output += text));
const url = await new Promise<string>((resolve, reject) => {
  backEnd.stdout?.on('data', (text) => {
    output += text;
    const found = /Listening on (\S+)/.exec(output)?.[1];
    if (found) resolve(found);
  });
  backEnd.on('exit', () => reject(new Error(`The back end did not start.\n${output}`)));
});

const meter = async (): Promise<Reading> => {
  backEnd.send('read');
  return (await told<{ reading: Reading }>(backEnd, 'reading')).reading;
};

const authorization = `Bearer ${await entra.mint()}`;
for (let n = 0; n < subscriptions; n++) {
  const response = await fetch(`${url}/api/subscriptions/dlpAlert`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ notificationUrl: `http://127.0.0.1:${sinkPort}/${n === 0 ? 'keep' : 'take'}/${n}` }),
  });
  if (response.status !== 201) throw new Error(`Subscribing failed: ${response.status} ${await response.text()}`);
}

const deliveries = alerts * subscriptions;
const expecting = async (count: number): Promise<void> => {
  sink.send({ kind: 'expect', count });
  await told(sink, 'expecting');
};

const now = (): number => performance.timeOrigin + performance.now();

const measureBackEnd = async (): Promise<{
  tookMs: number;
  cpuMs: number;
  transactions: number;
  graphCalls: number;
}> => {
  await expecting(deliveries);
  graph.alerts.clear();
  let firstPageMs = 0;
  let startedMs = 0;
  // The poll that finds the alerts is the one that needs a second page; it began with the first page before that.
  const stopWatching = graph.beforePage(({ skip }) => {
    if (skip === 0) firstPageMs = now();
    else startedMs ||= firstPageMs;
  });
  const before = await meter();
  graph.requests.reset();
  const reached = told<{ atMs: number }>(sink, 'reached');
  for (let n = 0; n < alerts; n++) graph.raise(scenarios['dlp-match']?.({}, graph.now()).alert);
  const { atMs } = await reached;
  stopWatching();
  const after = await meter();
  return {
    tookMs: atMs - startedMs,
    cpuMs: after.cpuMs - before.cpuMs,
    transactions: after.storageRequests - before.storageRequests,
    graphCalls: graph.requests.total,
  };
};

const measureBare = async (posts: readonly Post[], atOnce: number): Promise<number> => {
  await expecting(deliveries);
  bare.send({ url: `http://127.0.0.1:${sinkPort}/bare`, posts, times: subscriptions, atOnce });
  return (await told<{ tookMs: number }>(bare, 'posted')).tookMs;
};

const postsReceived = async (): Promise<readonly Post[]> => {
  sink.send({ kind: 'kept', path: '/keep/0' });
  return (await told<{ posts: Post[] }>(sink, 'kept')).posts.slice(-alerts);
};

const perSecond = (tookMs: number): number => Math.round((deliveries / tookMs) * 1_000);
const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

try {
  console.log(
    `${alerts} alerts × ${subscriptions} subscriptions: Graph page → log → callback, against bare POSTs of the same bytes`,
  );
  const durableMs: number[] = [];
  const bareMs = new Map<number, number[]>([64, 128, 256].map((atOnce) => [atOnce, []]));
  for (let round = 1 - warmUps; round <= rounds; round++) {
    const durable = await measureBackEnd();
    const posts = await postsReceived();
    const took = new Map<number, number>();
    for (const atOnce of bareMs.keys()) took.set(atOnce, await measureBare(posts, atOnce));
    const fastest = Math.min(...took.values());
    console.log(
      `${round > 0 ? `round ${round}` : 'warm-up'}: durable ${perSecond(durable.tookMs)}/s, bare ${perSecond(fastest)}/s, ` +
        `${Math.round(durable.cpuMs)} ms of CPU, ${durable.transactions} storage transactions, ${durable.graphCalls} Graph calls`,
    );
    if (round < 1) continue;
    durableMs.push(durable.tookMs);
    for (const [atOnce, tookMs] of took) bareMs.get(atOnce)?.push(tookMs);
  }
  // How many at once are best is a question to the machine, not to luck: the same number for all rounds.
  const bestMs = Math.min(...[...bareMs.values()].map(median));
  const [durablePerSecond, barePerSecond] = [median(durableMs), bestMs].map(perSecond);
  const ratio = (bestMs / median(durableMs)) * 100;
  console.log(`median: durable ${durablePerSecond}/s, bare ${barePerSecond}/s, ratio ${ratio.toFixed(0)} %`);
} finally {
  for (const started of children) started.kill('SIGTERM');
  await Promise.all([entra.close(), graph.close(), azurite.close()]);
  await rm(directory, { recursive: true, force: true });
}
