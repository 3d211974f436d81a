import { createHash } from 'node:crypto';
import { type AzuritePorts, connectionStringOf, startAzurite } from '../sandbox/azurite.ts';

interface Storage {
  readonly connectionString: string;
}

/** Where a run of many files says, as JSON, on which ports the Azurite is that they share. */
export const sharedAzurite = 'AZURITE_OF_TESTS';

/** The account that is a file's own in a shared Azurite. */
export const accountOf = (file: string): string => `t${createHash('sha256').update(file).digest('hex').slice(0, 20)}`;

let opened: Promise<Storage> | undefined;

/** The one storage account of this test file, in memory: in the run's Azurite, or in one that ends with the process. */
export function azurite(): Promise<Storage> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Storage> {
  const [, file] = process.argv;
  const ports: AzuritePorts | undefined = JSON.parse(process.env[sharedAzurite] ?? 'null') ?? undefined;
  if (ports && file !== undefined) return { connectionString: connectionStringOf(ports, accountOf(file)) };
  const server = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } });
  server.unref();
  return server;
}
