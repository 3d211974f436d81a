import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Takes POSTs as cheaply as Node can, in a process of its own. Messages from the parent: `expect` starts a count and is
 * answered once so many have come; `bodies` asks for the bodies that one path received.
 */
const bodies = new Map<string, string[]>();
let received = 0;
let expected = Number.POSITIVE_INFINITY;

const server = createServer({ keepAlive: true }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.writeHead(202, { 'content-length': 0 }).end();
    const path = request.url ?? '';
    if (path.startsWith('/keep')) {
      const kept = bodies.get(path) ?? [];
      kept.push(Buffer.concat(chunks).toString());
      bodies.set(path, kept);
    }
    received++;
    if (received === expected) process.send?.({ kind: 'reached', atMs: performance.timeOrigin + performance.now() });
  });
});

process.on('message', (message: { kind: 'expect'; count: number } | { kind: 'bodies'; path: string }) => {
  if (message.kind === 'expect') {
    received = 0;
    expected = message.count;
    process.send?.({ kind: 'expecting' });
  } else process.send?.({ kind: 'bodies', bodies: bodies.get(message.path) ?? [] });
});
process.on('disconnect', () => process.exit());

server.listen(0, '127.0.0.1', () =>
  process.send?.({ kind: 'listening', port: (server.address() as AddressInfo).port }),
);
