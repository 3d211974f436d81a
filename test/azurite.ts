import { createHash } from 'node:crypto';
import { type AzuritePorts, connectionStringOf, startAzurite } from '../sandbox/azurite.ts';

interface Storage {
  readonly connectionString: string;
}

/** Where a run of many files says, as JSON, on which ports the Azurite of each account is. */
export const sharedStorage = 'STORAGE_OF_TESTS';

/** The account that is a file's own in an Azurite that it shares. */
export const accountOf = (file: string): string => `t${createHash('sha256').update(file).digest('hex').slice(0, 20)}`;

let current = process.argv[1] ?? '';
let own: Promise<Storage> | undefined;

/** From now on `azurite` is that of this file, the next one that runs in this process. */
export function enterFile(file: string): void {
  current = file;
}

/** The one storage account of this test file, in memory: the run's, or in an Azurite that ends with the process. */
export async function azurite(): Promise<Storage> {
  const shared = process.env[sharedStorage];
  if (shared !== undefined) return sharedBy(JSON.parse(shared));
  own ??= startOwn();
  return own;
}

function sharedBy(run: Readonly<Record<string, AzuritePorts>>): Storage {
  const account = accountOf(current);
  const ports = run[account];
  // All files of a process are loaded before the first of them runs.
  if (!ports) throw new Error('Storage is a file’s own: ask for it in a hook or a test, not while the file is loaded.');
  return { connectionString: connectionStringOf(ports, account) };
}

async function startOwn(): Promise<Storage> {
  const server = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 } });
  server.unref();
  return server;
}
