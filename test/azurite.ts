import { type Azurite, startAzurite } from '../sandbox/azurite.ts';

let started: Promise<Azurite> | undefined;

/** The one in-memory Azurite of this test process; it ends with the process and never holds it open. */
export function azurite(): Promise<Azurite> {
  started ??= startAzurite({ ports: { blob: 0, queue: 0, table: 0 } }).then((server) => {
    server.unref();
    return server;
  });
  return started;
}
