import { createServer, type Server } from 'node:net';

/** A listener that nobody may reach. */
export interface Canary {
  readonly port: number;
  /** How often somebody did. */
  readonly connections: number;
  close(): Promise<void>;
}

const listen = (server: Server, port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, host, () => resolve(true));
  });

/** Listens on all addresses of this machine, IPv6 ones too where it has them. */
export async function startCanary(): Promise<Canary> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).resume();
    socket.end('HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n');
  });
  if (!(await listen(server, 0, '::')) && !(await listen(server, 0, '0.0.0.0'))) {
    throw new Error('This machine lets nobody listen.');
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The canary has no port.');
  return {
    port: address.port,
    get connections() {
      return connections;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
