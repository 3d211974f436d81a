import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  createGraphClients,
  type GraphClientsOptions,
} from '../../../functions/integrations/graph/createGraphClients.ts';
import type { Graph, GraphClients } from '../../../functions/integrations/graph/graph.ts';
import { serve } from '../../../sandbox/serve.ts';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What the service does with its n-th request. */
export type Answering = (response: ServerResponse, asked: Asked, nth: number) => void;

export interface Service {
  readonly origin: string;
  readonly asked: Asked[];
  /** The real clients, which reach the service over http. */
  clients(options?: Partial<GraphClientsOptions>): GraphClients;
  /** The client of the app itself. */
  graph(options?: Partial<GraphClientsOptions>): Graph;
  close(): Promise<void>;
}

export const sendJson = (response: ServerResponse, status: number, body: unknown, headers = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

/** Answers with these, one after the other. */
export const inTurn =
  (bodies: readonly unknown[]): Answering =>
  (response, _asked, nth) =>
    sendJson(response, 200, bodies[nth - 1]);

/** A service on a socket that answers as it is told, for what the simulated Graph does not do. */
export async function startService(answering: Answering): Promise<Service> {
  const asked: Asked[] = [];
  const serving = await serve({
    async listener(request, response) {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const url = new URL(request.url ?? '/', 'http://localhost');
      const body = Buffer.concat(chunks).toString();
      asked.push({ method: request.method ?? '', url, headers: request.headers, body });
      answering(response, asked.at(-1) as Asked, asked.length);
    },
  });
  const getToken = async () => ({ token: 'token-of-the-app', expiresOnTimestamp: Date.now() + 600_000 });
  const clients: Service['clients'] = (options = {}) =>
    createGraphClients({
      baseUrl: serving.origin,
      credentials: { appCredential: { getToken }, onBehalfOf: () => ({ getToken }) },
      ...options,
    });
  return {
    origin: serving.origin,
    asked,
    clients,
    graph: (options) => clients(options).asApp(),
    close: () => serving.close(),
  };
}

/** A clock that moves only by being slept on, and remembers each sleep. */
export function sleepyClock() {
  let timeMs = Date.parse('2026-09-01T08:00:00Z');
  const sleptMs: number[] = [];
  return {
    sleptMs,
    now: () => timeMs,
    random: () => 1,
    sleep: async (waitMs: number) => {
      sleptMs.push(waitMs);
      timeMs += waitMs;
    },
  };
}
