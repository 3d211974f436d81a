import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { type Serving, serve } from '../../sandbox/serve.ts';

const kinds = ['hang', 'drip', 'endless'] as const;
export type BadKind = (typeof kinds)[number];

export interface BadCallbacks {
  urlOf(kind: BadKind, name: string): string;
  close(): Promise<void>;
}

/** Callbacks that take the POST and then never come to an end, each kind in its own way. */
export async function startBadCallbacks(): Promise<BadCallbacks> {
  const serving: Serving = await serve({
    listener(request, response) {
      request.resume();
      const kind = kinds.find((known) => request.url?.startsWith(`/${known}/`));
      if (kind === 'drip') return drip(response);
      if (kind === 'endless') return pour(response);
    },
  });
  return {
    urlOf: (kind, name) => `http://127.0.0.1:${serving.port}/${kind}/${name}`,
    close: () => serving.close(),
  };
}

/** The head of an answer, a byte a second. */
async function drip(response: ServerResponse): Promise<void> {
  for (const byte of `HTTP/1.1 200 OK\r\nx-slow: ${'s'.repeat(600)}`) {
    if (response.socket?.destroyed !== false) return;
    response.socket.write(byte);
    await delay(1_000);
  }
}

/** A body without an end. */
async function pour(response: ServerResponse): Promise<void> {
  response.writeHead(503);
  while (!response.destroyed) {
    response.write('x'.repeat(1_024));
    await delay(50);
  }
}
