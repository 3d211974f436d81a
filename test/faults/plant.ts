import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { type Azurite, startAzurite } from '../../sandbox/azurite.ts';
import { users } from '../../sandbox/contoso/users.ts';
import type { Graph } from '../../sandbox/graph/startGraph.ts';
import { type BackEnd, ofSource, startBackEnd } from '../backEnd.ts';
import { type HostProcess, startHostProcess } from '../hostProcess.ts';
import { type Answer, type Call, sendCall, type Target } from '../sendCall.ts';
import { type FaultProxy, startFaultProxy } from './faultProxy.ts';
import { type Receiver, startReceiver } from './receiver.ts';
import { waitUntil } from './waitUntil.ts';

const services = ['graph', 'tables', 'queues', 'blobs', 'callbacks'] as const;
type Service = (typeof services)[number];

/** The whole back end with a proxy on every way out of it, and hosts that can be killed and started. */
export interface Plant {
  readonly graph: Graph;
  readonly receiver: Receiver;
  readonly proxies: Readonly<Record<Service, FaultProxy>>;
  /** Storage as it is, past the proxies. */
  readonly connectionString: string;
  /** The hosts that run now. */
  readonly hosts: readonly HostProcess[];
  /** Starts one more; settings given here replace those of the plant. */
  startHost(settings?: Readonly<Record<string, string>>, command?: readonly string[]): Promise<HostProcess>;
  kill(host: HostProcess): Promise<void>;
  /** Calls the first host that runs, as an administrator. */
  call(target: Target, call?: Call): Promise<Answer>;
  /** Subscribes a flow of the receiver, whose address leads through the proxy of the callbacks. */
  subscribe(flow: string, wish?: object): Promise<string>;
  backlog(): Promise<Backlog>;
  /** Waits until nothing waits any more and nothing has come for a while. */
  quiesce(withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface Backlog {
  readonly pending: number;
  readonly inFlight: number;
  readonly deadLetters: number;
}

const quietMs = 1_500;

interface PlantOptions {
  /** Past the proxies everything is as fast as it can be, and nothing can be held or counted. */
  readonly ways: 'through proxies' | 'direct';
}

/** Starts it with one host; settings replace those of the tests' back end. */
export async function startPlant(
  settings: Readonly<Record<string, string>> = {},
  { ways }: PlantOptions = { ways: 'through proxies' },
): Promise<Plant> {
  const azurite = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } });
  const receiver = await startReceiver();
  const started = Promise.withResolvers<BackEnd>();
  const origins: Record<Service, () => Promise<string>> = {
    graph: async () => (await started.promise).graph.origin,
    tables: async () => `http://127.0.0.1:${azurite.table}`,
    queues: async () => `http://127.0.0.1:${azurite.queue}`,
    blobs: async () => `http://127.0.0.1:${azurite.blob}`,
    callbacks: async () => `http://127.0.0.1:${receiver.port}`,
  };
  const ca = async (): Promise<string> =>
    readFile((await started.promise).environment.NODE_EXTRA_CA_CERTS ?? '', 'utf8');
  const [graph, tables, queues, blobs, callbacks] = await Promise.all([
    // Graph takes the host of its links from the caller, but not the scheme.
    startFaultProxy({
      service: 'graph',
      upstream: origins.graph,
      ca,
      links: { from: 'https://localhost:', to: 'http://localhost:' },
    }),
    startFaultProxy({ service: 'tables', upstream: origins.tables }),
    startFaultProxy({ service: 'queues', upstream: origins.queues }),
    startFaultProxy({ service: 'blobs', upstream: origins.blobs }),
    startFaultProxy({ service: 'callbacks', upstream: origins.callbacks }),
  ]);
  const proxies = { graph, tables, queues, blobs, callbacks };
  const closeAround = async (): Promise<void> => {
    await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
    await receiver.close();
    await azurite.close();
  };

  const backEnd = await startBackEnd({
    AzureWebJobsStorage: azurite.connectionString,
    ...(ways === 'through proxies' && {
      AzureWebJobsStorage: throughProxies(azurite, proxies),
      GRAPH_BASE_URL: `http://localhost:${graph.port}`,
    }),
    ACTIVITY_CONTENT_TYPES: 'none',
    ALERT_POLL_SCHEDULE: '* * * * * *',
    SWEEP_SCHEDULE: '* * * * * *',
    LEASE_SECONDS: '5',
    ...settings,
  }).catch(async (error: unknown) => {
    await closeAround();
    throw error;
  });
  started.resolve(backEnd);
  const hosts: HostProcess[] = [backEnd];

  const call: Plant['call'] = async (target, sent) => {
    const token = await backEnd.tokenOf(users.megan);
    return sendCall(hosts[0]?.url ?? backEnd.url, target, { token, ...sent });
  };
  const backlog = async (): Promise<Backlog> => {
    const { status, body, text } = await call('GET /health/backlog');
    if (status !== 200) throw new Error(`The backlog cannot be read: ${status} ${text}`);
    return (body as { totals: Backlog }).totals;
  };

  return {
    graph: backEnd.graph,
    receiver,
    proxies,
    connectionString: azurite.connectionString,
    hosts,
    async startHost(others = {}, command = ofSource(0)) {
      const host = await startHostProcess(command, { ...backEnd.environment, ...others });
      hosts.push(host);
      return host;
    },
    async kill(host) {
      const killed = host.kill();
      hosts.splice(hosts.indexOf(host), 1);
      await killed;
    },
    call,
    async subscribe(flow, wish = {}) {
      const { port } = ways === 'direct' ? receiver : callbacks;
      const notificationUrl = `http://127.0.0.1:${port}/flows/${flow}`;
      const body = { notificationUrl, startFrom: 'last24Hours', ...wish };
      const answer = await call('POST /subscriptions/dlpAlert', { body });
      if (answer.status !== 201) throw new Error(`Subscribing failed: ${answer.status} ${answer.text}`);
      return (answer.body as { subscriptionId: string }).subscriptionId;
    },
    backlog,
    async quiesce(withinMs = 60_000) {
      await waitUntil(
        'nothing waits',
        async () => {
          const { pending, inFlight } = await backlog().catch(() => ({ pending: 1, inFlight: 1 }));
          if (pending || inFlight || performance.now() - receiver.lastAtMs() < quietMs) await delay(200);
          else return true;
          return false;
        },
        withinMs,
      );
    },
    async close() {
      await Promise.all(hosts.filter((host) => host !== backEnd).map((host) => host.stop()));
      await backEnd.stop();
      await closeAround();
    },
  };
}

function throughProxies(
  azurite: Azurite,
  { tables, queues, blobs }: Pick<Record<Service, FaultProxy>, 'tables' | 'queues' | 'blobs'>,
): string {
  return azurite.connectionString
    .replace(`:${azurite.table}/`, `:${tables.port}/`)
    .replace(`:${azurite.queue}/`, `:${queues.port}/`)
    .replace(`:${azurite.blob}/`, `:${blobs.port}/`);
}
