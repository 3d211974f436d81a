import { setTimeout as delay } from 'node:timers/promises';
import type { InvocationResponse } from './coreTypes.ts';
import type { FunctionApp, WriteLog } from './functionApp.ts';
import { type HostJson, queueSettings, routePrefix } from './hostJson.ts';
import { serveFunctions } from './httpServer.ts';
import { type Invocation, invokeFunction } from './invokeFunction.ts';
import { loadFunctionApp } from './loadFunctionApp.ts';
import { listenToQueue } from './queues.ts';
import type { Settings } from './settings.ts';
import { queueService, timerContainer } from './storageAccount.ts';
import { type RunningTimer, startTimer } from './timers.ts';
import { readTrigger, type Trigger } from './triggers.ts';

export interface HostOptions {
  /** The app's entry point, source or bundle. */
  entry: string;
  /** 0 is any free port. */
  port: number;
  hostJson: HostJson;
  /** The storage account for timers and queues, `AzureWebJobsStorage`. */
  connectionString?: string | undefined;
  /** What `%NAME%` in bindings stands for; the environment unless told otherwise. */
  settings?: Settings;
  writeLog: WriteLog;
  /** Hosts of one id and one storage account share their timers. */
  hostId?: string;
  queuePollingCapMs?: number;
  queueHoldSeconds?: number;
  timerLeaseSeconds?: number;
  /** How long the start waits for the queues; without storage, HTTP is served all the same. */
  storageWaitMs?: number;
  /** How long running invocations may take to end after `stop`. */
  gracePeriodMs?: number;
}

export interface Host {
  url: string;
  port: number;
  routePrefix: string;
  triggers: Trigger[];
  /** Runs a timer's function now, outside its schedule; rejects when it fails. */
  runTimer(name: string): Promise<void>;
  /** Takes no new work, lets running work end within the grace period and gives the leases back. */
  stop(): Promise<void>;
}

/** Loads a function app and runs its HTTP, timer and queue functions as the Azure Functions host does. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { settings = process.env, hostJson, storageWaitMs = 5_000, gracePeriodMs = 10_000 } = options;
  const app = await loadFunctionApp(options.entry, options.writeLog);
  const triggers = [...app.functions.values()].map((registered) => readTrigger(registered, settings));
  const prefix = routePrefix(hostJson);
  const stopping = new AbortController();
  const ended = new AbortController();
  const invoke = (trigger: Trigger, invocation: Invocation) => invokeLogged(app, trigger, invocation);
  const shared = { stopping: stopping.signal, ended: ended.signal, invoke, warn: warnThrough(app) };

  const queueTriggers = triggers
    .filter((trigger) => trigger.kind === 'queue')
    .map((trigger) => ({ trigger, service: queueService(trigger, settings, options.connectionString) }));
  const timerTriggers = triggers
    .filter((trigger) => trigger.kind === 'timer')
    .map((trigger) => ({ trigger, container: timerContainer(trigger, options.connectionString) }));

  const server = await serveFunctions({
    triggers: triggers.filter((trigger) => trigger.kind === 'http'),
    routePrefix: prefix,
    port: options.port,
    invoke,
  });
  const queues = queueTriggers.map((source) =>
    listenToQueue({
      ...shared,
      ...source,
      settings: queueSettings(hostJson),
      pollingCapMs: options.queuePollingCapMs ?? 250,
      holdSeconds: options.queueHoldSeconds ?? 600,
    }),
  );
  await Promise.race([Promise.all(queues.map(({ ready }) => ready)), delay(storageWaitMs, undefined, { ref: false })]);
  const hostId = options.hostId ?? settings.AzureFunctionsWebHost__hostid ?? 'local';
  const leaseSeconds = options.timerLeaseSeconds ?? 15;
  const timers = new Map<string, RunningTimer>(
    timerTriggers.map((source) => [source.trigger.name, startTimer({ ...shared, ...source, hostId, leaseSeconds })]),
  );

  let stopped: Promise<void> | undefined;
  return {
    url: `http://localhost:${server.port}`,
    port: server.port,
    routePrefix: prefix,
    triggers,
    async runTimer(name) {
      const timer = timers.get(name) ?? noTimer(name, timers);
      await timer.run();
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };

  async function stop(): Promise<void> {
    stopping.abort();
    const work = [server.drain(), ...queues.map(({ done }) => done), ...[...timers.values()].map(({ done }) => done)];
    const graceOver = new AbortController();
    await Promise.race([
      Promise.allSettled(work),
      delay(gracePeriodMs, undefined, { signal: graceOver.signal }).catch(() => undefined),
    ]);
    graceOver.abort();
    ended.abort();
    server.close();
    await app.runHooks('appTerminate', { hookData: {}, appHookData: app.hookData });
  }
}

/** Runs a function and logs its failure, once and with its stack, before it is passed on. */
async function invokeLogged(app: FunctionApp, trigger: Trigger, invocation: Invocation): Promise<InvocationResponse> {
  try {
    return await invokeFunction(app, trigger.registered, invocation);
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    app.log({
      level: 'error',
      category: 'system',
      functionName: trigger.name,
      message: `Function ${trigger.name} failed: ${reason}`,
    });
    throw error;
  }
}

function warnThrough(app: FunctionApp): (message: string) => void {
  return (message) => app.log({ level: 'warning', category: 'system', message });
}

function noTimer(name: string, timers: Map<string, RunningTimer>): never {
  throw new Error(`There is no timer "${name}"; there are: ${[...timers.keys()].join(', ') || 'none'}.`);
}
