import { channel } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';

export interface Reading {
  /** Requests to storage so far. */
  readonly storageRequests: number;
  /** CPU time of the process so far. */
  readonly cpuMs: number;
}

// Preloaded into the back end; the parent asks with `read`.
const ports = new Set(process.env.BENCH_STORAGE_PORTS?.split(','));
let storageRequests = 0;

channel('http.client.request.start').subscribe((message) => {
  const { request } = message as { request: ClientRequest };
  if (ports.has(String(request.getHeader('host')).split(':')[1] ?? '')) storageRequests++;
});
process.on('message', (message) => {
  const { user, system } = process.cpuUsage();
  const reading: Reading = { storageRequests, cpuMs: (user + system) / 1_000 };
  if (message === 'read') process.send?.({ kind: 'reading', reading });
});
