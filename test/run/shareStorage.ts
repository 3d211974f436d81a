import { join } from 'node:path';
import { type Azurite, type AzuritePorts, startAzurite } from '../../sandbox/azurite.ts';
import { accountOf } from '../azurite.ts';
import type { Group } from './shareProcesses.ts';

export interface SharedStorage {
  /** The ports of each account. */
  readonly ports: Readonly<Record<string, AzuritePorts>>;
  close(): Promise<void>;
}

/**
 * Starts so many Azurites, and gives every file of the groups an account; groups that run at the same time have theirs in
 * different ones.
 */
export async function shareStorage(root: string, groups: readonly Group[], count: number): Promise<SharedStorage> {
  const shares = Array.from({ length: Math.min(count, groups.length) }, (_, share) =>
    groups
      .filter((_group, index) => index % count === share)
      .flat()
      .map((file) => accountOf(join(root, file))),
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
