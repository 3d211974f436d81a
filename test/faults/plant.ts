import { setTimeout as delay } from 'node:timers/promises';
import { startAzurite } from '../../sandbox/azurite.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { type BackEnd, startBackEnd, startContoso } from '../backEnd.ts';
import { ofApp } from '../hostCommand.ts';
import { type HostProcess, type LaunchedHost, launchHostProcess } from '../hostProcess.ts';
import { type Answer, type Call, sendCall, type Target } from '../sendCall.ts';
import { until } from '../until.ts';
import { type Proxies, startProxies } from './proxies.ts';
import { type Receiver, startReceiver } from './receiver.ts';

/** The whole back end with a proxy on every way out of it, and hosts that can be killed and started. */
export interface Plant extends Pick<BackEnd, 'graph' | 'activityFeed' | 'entra'> {
  readonly receiver: Receiver;
  readonly proxies: Proxies;
  /** Storage as it is, past the proxies. */
  readonly connectionString: string;
  /** The hosts that run now. */
  readonly hosts: readonly HostProcess[];
  /** Starts one more; settings given here replace those of the plant. */
  startHost(settings?: Readonly<Record<string, string>>): Promise<HostProcess>;
  /** The same, without waiting until it listens; until then it is none of the hosts. */
  launchHost(settings?: Readonly<Record<string, string>>): LaunchedHost;
  kill(host: Pick<HostProcess, 'kill'>): Promise<void>;
  /** Calls the first host that runs, as an administrator. */
  call(target: Target, call?: Call): Promise<Answer>;
  /** Subscribes a flow of the receiver, whose address leads through the proxy of the callbacks. */
  subscribe(flow: string, wish?: Wish): Promise<string>;
  backlog(): Promise<Backlog>;
  /** Waits until nothing waits any more and nothing has come for a while. */
  quiesce(withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** What a flow asks for, of DLP alerts unless it names another trigger. */
export interface Wish {
  readonly trigger?: 'dlpAlert' | 'labelChange';
  readonly [input: string]: unknown;
}

export interface Backlog {
  readonly pending: number;
  readonly inFlight: number;
  readonly deadLetters: number;
}

const quietMs = 1_500;
const mostTries = 20;

/** Lets the app read one kind of content of the activity feed, as often as alerts. */
export const activitySettings = {
  ACTIVITY_CONTENT_TYPES: 'Audit.SharePoint',
  ACTIVITY_POLL_SCHEDULE: '* * * * * *',
  ACTIVITY_OVERLAP_HOURS: '1',
} as const;

interface PlantOptions {
  /** Past the proxies everything but a sign-in is as fast as it can be, and nothing can be held or counted. */
  readonly ways: 'through proxies' | 'direct';
}

/** Starts it with one host; settings replace those of the tests' back end. */
export async function startPlant(
  settings: Readonly<Record<string, string>> = {},
  { ways }: PlantOptions = { ways: 'through proxies' },
): Promise<Plant> {
  const azurite = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } });
  const receiver = await startReceiver();
  const contoso = await startContoso();
  const { proxies, settings: throughProxies, close } = await startProxies({ contoso, azurite, receiver });
  const { ENTRA_AUTHORITY_HOST } = throughProxies;
  const closeAround = async (): Promise<void> => {
    await close();
    await receiver.close();
    await azurite.close();
  };

  const backEnd = await startBackEnd(
    {
      AzureWebJobsStorage: azurite.connectionString,
      ...(ways === 'direct' ? { ENTRA_AUTHORITY_HOST } : throughProxies),
      ACTIVITY_CONTENT_TYPES: 'none',
      ALERT_POLL_SCHEDULE: '* * * * * *',
      SWEEP_SCHEDULE: '* * * * * *',
      LEASE_SECONDS: '5',
      ...settings,
    },
    { contoso },
  ).catch(async (error: unknown) => {
    await closeAround();
    throw error;
  });
  const hosts: HostProcess[] = [backEnd];

  const launchHost: Plant['launchHost'] = (others = {}) => {
    const { listening, kill } = launchHostProcess(ofApp(0), { ...backEnd.environment, ...others });
    const among = listening.then((host) => {
      hosts.push(host);
      return host;
    });
    return { listening: among, kill };
  };
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
    activityFeed: backEnd.activityFeed,
    entra: backEnd.entra,
    receiver,
    proxies,
    connectionString: azurite.connectionString,
    hosts,
    startHost: (others) => launchHost(others).listening,
    launchHost,
    async kill(host) {
      const killed = host.kill();
      const at = hosts.findIndex(({ kill }) => kill === host.kill);
      if (at >= 0) hosts.splice(at, 1);
      await killed;
    },
    call,
    async subscribe(flow, { trigger = 'dlpAlert', ...wish } = {}) {
      const { port } = ways === 'direct' ? receiver : proxies.callbacks;
      const notificationUrl = `http://127.0.0.1:${port}/flows/${flow}`;
      const body = { notificationUrl, startFrom: 'last24Hours', ...wish };
      let answer = await call(`POST /subscriptions/${trigger}`, { body });
      // On a machine that is overloaded a service may be away for a moment; the platform tries again as well.
      for (let tries = 1; answer.status === 503 && tries < mostTries; tries++) {
        await delay(1_000);
        answer = await call(`POST /subscriptions/${trigger}`, { body });
      }
      if (answer.status !== 201) throw new Error(`Subscribing failed: ${answer.status} ${answer.text}`);
      return (answer.body as { subscriptionId: string }).subscriptionId;
    },
    backlog,
    async quiesce(withinMs = 60_000) {
      await until(
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
