import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** Key and certificate (PEM) of an https server. */
export interface ServerTls {
  key: string;
  cert: string;
}

/** Answers one request. When it throws or rejects, the answer is 500 and the error is printed. */
export type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface ServeOptions {
  listener: Listener;
  /** Given: https. Left out: plain http. */
  tls?: ServerTls;
  /** The wished port; when it is busy, or left out, a free one is taken. */
  port?: number;
  /** The address to bind, 127.0.0.1 unless told otherwise. */
  host?: string;
}

export interface Serving {
  /** Always named by `localhost`, for which the sandbox's certificate is issued. */
  origin: string;
  port: number;
  /** Resolves once nothing is open any more, idle keep-alive connections included. */
  close(): Promise<void>;
}

/** Serves a listener on this machine until it is closed. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { tls, host = '127.0.0.1' } = options;
  const listener = (request: IncomingMessage, response: ServerResponse) =>
    void answer(options.listener, request, response);
  const server = tls ? createHttpsServer({ key: tls.key, cert: tls.cert }, listener) : createHttpServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listenOnFreePort(server, options.port ?? 0, host);
  let closing: Promise<void> | undefined;
  return {
    origin: `${tls ? 'https' : 'http'}://localhost:${port}`,
    port,
    close() {
      closing ??= closeServer(server, sockets);
      return closing;
    },
  };
}

async function answer(listener: Listener, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await listener(request, response);
  } catch (error) {
    // The caller hung up in the middle of its request: nobody is left to answer, and nothing is wrong here.
    if (request.destroyed && !request.complete) return;
    console.error(error);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}

async function listenOnFreePort(server: Server, wished: number, host: string): Promise<number> {
  try {
    return await listen(server, wished, host);
  } catch (error) {
    const busy = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!busy || wished === 0) throw error;
    return await listen(server, 0, host);
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(boundPort(server.address()));
    });
  });
}

function boundPort(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server is not bound to a TCP port.');
  return address.port;
}

function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    // Not `closeAllConnections`, which leaves out those that are still shaking hands.
    for (const socket of sockets) socket.destroy();
  });
}
