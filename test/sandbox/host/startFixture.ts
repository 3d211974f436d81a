import { join } from 'node:path';
import type { LogEntry } from '../../../sandbox/host/functionApp.ts';
import { type Host, type HostOptions, startHost } from '../../../sandbox/host/startHost.ts';

export interface FixtureHost extends Host {
  logs: LogEntry[];
}

/** Starts the host on one of the fixture's entry files. */
export async function startFixture(name: string, options: Partial<HostOptions> = {}): Promise<FixtureHost> {
  const logs: LogEntry[] = [];
  const host = await startHost({
    entry: join(import.meta.dirname, 'fixture', `${name}.ts`),
    port: 0,
    hostJson: {},
    writeLog: (entry) => logs.push(entry),
    ...options,
  });
  return { ...host, logs };
}
