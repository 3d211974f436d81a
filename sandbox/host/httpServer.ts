import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { InvocationResponse } from './coreTypes.ts';
import { addressOf, bodyLimitBytes, toHttpData } from './httpRequest.ts';
import { sendResult } from './httpResponse.ts';
import type { Invocation } from './invokeFunction.ts';
import { routeTable } from './routes.ts';
import type { HttpTrigger } from './triggers.ts';

export interface FunctionServerOptions {
  triggers: HttpTrigger[];
  routePrefix: string;
  /** The wished port; 0 is any free one. */
  port: number;
  invoke(trigger: HttpTrigger, invocation: Invocation): Promise<InvocationResponse>;
}

export interface FunctionServer {
  port: number;
  /** Takes no new connection, and resolves when the requests under way are answered. */
  drain(): Promise<void>;
  /** Cuts whatever connection is left. */
  close(): void;
}

/** Serves the HTTP functions on 127.0.0.1; a busy port is an error that names it. */
export async function serveFunctions(options: FunctionServerOptions): Promise<FunctionServer> {
  const server = createServer();
  const answering = new Set<Promise<void>>();
  server.on('request', functionListener(options, server));
  server.on('request', (_request, response) => {
    const answered = new Promise<void>((resolve) => response.once('close', resolve));
    answering.add(answered);
    answered.then(() => answering.delete(answered));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(startError(error, options.port)));
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: portOf(server),
    async drain() {
      server.close();
      // Not the server's own "close": a connection that never sent a request would hold that up.
      await Promise.all(answering);
    },
    close: () => server.closeAllConnections(),
  };
}

function functionListener({ triggers, routePrefix, invoke }: FunctionServerOptions, server: Server): RequestListener {
  const findRoute = routeTable(triggers, routePrefix);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = addressOf(request);
    if (!url) return refuse(request, response, 400);
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const match = findRoute(request.method ?? 'GET', path);
    if (!match) return refuse(request, response, 404);
    if (Number(request.headers['content-length']) > bodyLimitBytes) return refuse(request, response, 413);
    const { returnValue } = await invoke(match.trigger, {
      bindingName: match.trigger.bindingName,
      data: { http: await toHttpData(request, url, match.params) },
      traceParent: single(request.headers.traceparent),
      traceState: single(request.headers.tracestate),
    });
    // A connection that outlived the stop takes no further request.
    response.shouldKeepAlive &&= server.listening;
    sendResult(response, returnValue);
  }

  return (request, response) => {
    answer(request, response).catch(() => {
      // A function's failure is logged where it is invoked; what else fails here is a client that went away.
      if (response.headersSent) response.destroy();
      else sendEmpty(response, 500);
    });
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  if (status === 413) response.setHeader('connection', 'close');
  else request.resume();
  sendEmpty(response, status);
}

function sendEmpty(response: ServerResponse, status: number): void {
  for (const name of response.getHeaderNames()) if (name !== 'connection') response.removeHeader(name);
  response.statusCode = status;
  response.end();
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

function startError(error: Error, port: number): Error {
  const busy = 'code' in error && error.code === 'EADDRINUSE';
  return busy ? new Error(`Port ${port} is in use; stop what listens there or choose another port.`) : error;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server is not bound to a TCP port.');
  return address.port;
}
