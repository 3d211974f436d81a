import { type Azurite, type AzuritePorts, startAzurite } from '../../sandbox/azurite.ts';
import { accountOf } from '../azurite.ts';

export interface SharedStorage {
  /** The ports of each account. */
  readonly ports: Readonly<Record<string, AzuritePorts>>;
  close(): Promise<void>;
}

/** Starts so many Azurites, and gives test processes that run at the same time accounts in different ones. */
export async function shareStorage(files: readonly string[], count: number): Promise<SharedStorage> {
  const shares = Array.from({ length: Math.min(count, files.length) }, (_, share) =>
    files.filter((_file, index) => index % count === share).map(accountOf),
  );
  const servers = await Promise.all(shares.map(start));
  return {
    ports: Object.fromEntries(servers.flatMap(({ accounts, ports }) => accounts.map((account) => [account, ports]))),
    async close() {
      await Promise.all(servers.map(({ server }) => server.close()));
    },
  };
}

async function start(
  accounts: readonly string[],
): Promise<{ accounts: readonly string[]; ports: AzuritePorts; server: Azurite }> {
  const server = await startAzurite({ ports: { blob: 0, queue: 0, table: 0 }, accounts });
  const { blob, queue, table } = server;
  return { accounts, ports: { blob, queue, table }, server };
}
