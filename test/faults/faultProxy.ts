import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { type ServerTls, type Serving, serve } from '../../sandbox/serve.ts';

/** A request on its way through. */
export interface Passing {
  readonly service: string;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

export interface PassedBack {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** `cut`: the connection ends without an answer. `unavailable`: 503, and the request goes no further. */
export type Before = 'pass' | 'cut' | 'unavailable';
export type After = 'pass' | 'cut';

export interface FaultProxy {
  readonly origin: string;
  readonly port: number;
  /** Asked when a request has arrived whole and has had no effect yet. */
  before: (passing: Passing) => Before | Promise<Before>;
  /** Asked when a request has had its effect, and its answer has not gone back yet. */
  after: (passing: Passing, answer: PassedBack) => After | Promise<After>;
  /** Requests that were passed on and whose answers have not gone back. */
  readonly underWay: number;
  /** Stops listening, so that connections are refused; those that are open are cut. */
  refuse(): Promise<void>;
  /** Listens again, on the same port. */
  accept(): Promise<void>;
  close(): Promise<void>;
}

interface FaultProxyOptions {
  readonly service: string;
  /** The origin that requests go on to. */
  readonly upstream: string;
  /** Given: https on both sides, by this certificate and its authority. */
  readonly secure?: { readonly tls: ServerTls; readonly caPem: string };
}

/** Stands between the app and one service: every request passes whole, and may be held, cut or refused on either side. */
export async function startFaultProxy({ service, upstream, secure }: FaultProxyOptions): Promise<FaultProxy> {
  const { hostname, port: upstreamPort } = new URL(upstream);
  const agent = secure ? new HttpsAgent({ keepAlive: true, ca: secure.caPem }) : new HttpAgent({ keepAlive: true });
  const send = secure ? httpsRequest : httpRequest;
  let underWay = 0;

  const passOn = async (request: IncomingMessage, body: Buffer): Promise<{ answer: IncomingMessage; body: Buffer }> => {
    const { method, url: path, headers } = request;
    const sent = send({ host: hostname, port: upstreamPort, agent, method, path, headers });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      sent.once('response', resolve).once('error', reject);
    });
    sent.end(body);
    const answer = await answered;
    return { answer, body: await buffer(answer) };
  };

  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const passing: Passing = { service, method: request.method ?? '', target: request.url ?? '' };
    // Whoever sent it may have been killed meanwhile.
    const sent = await buffer(request).catch(() => undefined);
    if (!sent) return;
    underWay++;
    try {
      const verdict = await proxy.before(passing);
      // Whoever was killed while this was held never sent it.
      if (request.socket.destroyed) return;
      if (verdict === 'cut') return void request.socket.destroy();
      if (verdict === 'unavailable') return void response.writeHead(503, { 'content-length': 0 }).end();
      const { answer, body } = await passOn(request, sent);
      const status = answer.statusCode ?? 502;
      if ((await proxy.after(passing, { status, headers: answer.headers, body })) === 'cut')
        return void request.socket.destroy();
      const { 'transfer-encoding': _chunked, connection: _hop, ...headers } = answer.headers;
      response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
    } catch {
      // The service behind is gone, which is the same to the caller as a cut.
      request.socket.destroy();
    } finally {
      underWay--;
    }
  };

  const options = { listener, ...(secure && { tls: secure.tls }) };
  let serving: Serving = await serve(options);
  const { origin, port } = serving;
  const proxy: FaultProxy = {
    origin,
    port,
    before: () => 'pass',
    after: () => 'pass',
    get underWay() {
      return underWay;
    },
    refuse: () => serving.close(),
    async accept() {
      serving = await serve({ ...options, port });
      if (serving.port !== port) throw new Error(`Port ${port} was taken while it was refused.`);
    },
    async close() {
      await serving.close();
      agent.destroy();
    },
  };
  return proxy;
}
