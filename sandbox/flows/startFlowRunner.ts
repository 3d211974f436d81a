import { EventEmitter } from 'node:events';
import { serve } from '../serve.ts';
import { callbackListener } from './callbackListener.ts';
import type { Connector } from './connector.ts';
import { connectorClient } from './connectorClient.ts';
import { connectorOperations } from './connectorOperations.ts';
import type { Json, JsonObject } from './expression/json.ts';
import { Flow } from './flow.ts';
import { historyListener } from './historyListener.ts';
import { importFlow } from './importFlow.ts';
import { createPendingCallbacks } from './pendingCallbacks.ts';
import { platformClock } from './platformClock.ts';
import type { RunRecord } from './runRecord.ts';
import { SecretRedactor } from './secretRedactor.ts';

const closeGraceMs = 5_000;

/** A connector of the environment, and the connection by which flows call it. */
export interface ConnectorOptions {
  /** The connector's definition (OpenAPI 2.0), as Power Platform imports it. */
  readonly swagger: JsonObject;
  /** Where the connector's back end listens; the swagger's base path is added to it. */
  readonly baseUrl: string;
  readonly connection: { accessToken(): Promise<string> };
}

export interface FlowRunnerOptions {
  /** By the name of the api that flows refer to: `shared_purviewresponse`. */
  readonly connectors: Readonly<Record<string, ConnectorOptions>>;
  readonly fetch?: typeof fetch;
  readonly port?: number;
  /** Divides every wait of the platform: retries, recurrences, delays, time limits. 1 unless told otherwise. */
  readonly retryScale?: number;
  /** The largest callback body that is taken; the platform's 100 MB unless told otherwise. */
  readonly bodyLimitBytes?: number;
}

export interface ImportOptions {
  /** What the flow is called; a solution keeps that beside the flow's JSON. */
  readonly name?: string;
  /** Values of the flow's environment variables by schema name. */
  readonly environmentVariables?: Readonly<Record<string, Json>>;
  /** Whose connections the flow has, by the name of the api; the environment's unless told otherwise. */
  readonly connections?: Readonly<Record<string, ConnectorOptions['connection']>>;
}

/** A small Power Automate: imports flows, runs them against its connectors, and keeps their history. */
export interface FlowRunner {
  /** Where callbacks arrive and the run history can be read (`/runs`). */
  readonly origin: string;
  /** Throws a `FlowImportError` that lists everything wrong with the flow. */
  import(json: unknown, options?: ImportOptions): Flow;
  /** Calls back after every run that has ended; the answer stops that. */
  onRun(listener: (run: RunRecord) => void): () => void;
  /** Turns every flow off, lets nothing run on, and closes the listener. */
  close(): Promise<void>;
}

export async function startFlowRunner(options: FlowRunnerOptions): Promise<FlowRunner> {
  const { retryScale = 1, port, bodyLimitBytes } = options;
  const flows = new Map<string, Flow>();
  const clock = platformClock(retryScale);
  const redactor = new SecretRedactor();
  const events = new EventEmitter<{ run: [RunRecord] }>();
  const closing = new AbortController();
  const onSecret = (secret: string) => redactor.add(secret);
  const connectorsBy = (connections: NonNullable<ImportOptions['connections']>): Map<string, Connector> =>
    new Map(
      Object.entries(options.connectors).map(([name, { swagger, baseUrl, connection }]) => {
        const own = connections[name] ?? connection;
        const accessToken = () => own.accessToken();
        const client = connectorClient({ baseUrl, accessToken, fetch: options.fetch ?? fetch, clock, onSecret });
        return [name, { operations: connectorOperations(swagger), baseUrl, client }];
      }),
    );
  const callbacks = createPendingCallbacks(() => serving.origin, onSecret);

  const onCallback = callbackListener({ flow: (id) => flows.get(id), callbacks, bodyLimitBytes });
  const onHistory = historyListener(() => [...flows.values()]);
  const serving = await serve({
    listener: (request, response) =>
      request.url?.startsWith('/workflows/') ? onCallback(request, response) : onHistory(request, response),
    ...(port === undefined ? {} : { port }),
  });

  async function close(): Promise<void> {
    const closed = new Error('The flow runner was closed.');
    // A back end that is gone would otherwise be asked to unsubscribe until the last retry.
    const grace = setTimeout(() => closing.abort(closed), closeGraceMs);
    const stopped = await Promise.allSettled([...flows.values()].map((flow) => flow.turnOff()));
    clearTimeout(grace);
    closing.abort(closed);
    await Promise.all([...flows.values()].map((flow) => flow.idle()));
    await serving.close();
    const failure = stopped.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
  }

  return {
    origin: serving.origin,
    import(json, { name = 'Flow', environmentVariables = {}, connections = {} } = {}) {
      const connectors = connectorsBy(connections);
      const imported = importFlow(json, { connectors, environmentVariables });
      const flow = new Flow(name, imported, {
        connectors,
        callbacks,
        clock,
        redactor,
        signal: closing.signal,
        origin: serving.origin,
        onRunEnded: (run) => events.emit('run', run),
      });
      flows.set(flow.id, flow);
      return flow;
    },
    onRun(listener) {
      events.on('run', listener);
      return () => events.off('run', listener);
    },
    close,
  };
}
