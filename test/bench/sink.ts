import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a POST consisted of, less what the connection adds. */
export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Takes POSTs as cheaply as Node can, in a process of its own. Messages from the parent: `expect` starts a count and is
 * answered once so many have come; `kept` asks for what one path received.
 */
const posts = new Map<string, Post[]>();
let received = 0;
let expected = Number.POSITIVE_INFINITY;

const server = createServer({ keepAlive: true }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(202, { 'content-length': 0 }).end();
    const path = request.url ?? '';
    if (path.startsWith('/keep')) {
      const kept = posts.get(path) ?? [];
      const { host, connection, 'content-length': length, ...headers } = request.headers;
      kept.push({ headers: headers as Post['headers'], body: Buffer.concat(chunks).toString() });
      posts.set(path, kept);
    }
    received++;
    if (received === expected) process.send?.({ kind: 'reached', atMs: performance.timeOrigin + performance.now() });
  });
});

process.on('message', (message: { kind: 'expect'; count: number } | { kind: 'kept'; path: string }) => {
  if (message.kind === 'expect') {
    received = 0;
    expected = message.count;
    process.send?.({ kind: 'expecting' });
  } else process.send?.({ kind: 'kept', posts: posts.get(message.path) ?? [] });
});
process.on('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () =>
  process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port }),
);
