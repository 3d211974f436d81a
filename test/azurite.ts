import { createHash } from 'node:crypto';
import { type AzuritePorts, connectionStringOf, startAzurite } from '../sandbox/azurite.ts';

interface Storage {
  readonly connectionString: string;
}

/** Where a run of many files says, as JSON, on which ports the Azurite of each account is. */
export const sharedStorage = 'STORAGE_OF_TESTS';

/** The account that is a file's own in an Azurite that it shares. */
export const accountOf = (file: string): string => `t${createHash('sha256').update(file).digest('hex').slice(0, 20)}`;

let opened: Promise<Storage> | undefined;

/** The one storage account of this test process, in memory: the run's, or in an Azurite that ends with the process. */
export function azurite(): Promise<Storage> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Storage> {
  const account = accountOf(process.argv[1] ?? '');
  const shared: Readonly<Record<string, AzuritePorts>> = JSON.parse(process.env[sharedStorage] ?? '{}');
  const ports = shared[account];
  if (ports) return { connectionString: connectionStringOf(ports, account) };
  const server = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } });
  server.unref();
  return server;
}
