import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogEntry } from './functionApp.ts';
import type { HostJson } from './hostJson.ts';
import { localEncryptionKey } from './localEncryptionKey.ts';
import { loadLocalSettings } from './localSettings.ts';
import { type Host, type HostOptions, startHost } from './startHost.ts';
import type { Trigger } from './triggers.ts';

export interface RunHostOptions extends Pick<HostOptions, 'entry' | 'port' | 'queuePollingCapMs'> {
  /** Where host.json, local.settings.json and .local are. */
  directory: string;
}

/** Runs the host as a command until SIGINT or SIGTERM; a refused start is its plain reason and exit code 1. */
export async function runHost(options: RunHostOptions): Promise<void> {
  const stopRequested = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const host = await start(options).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
  for (const trigger of host.triggers) console.log(describe(trigger, host.routePrefix));
  console.log(`Listening on ${host.url}`);
  await stopRequested;
  await host.stop();
  // What the app itself holds open (connection pools, telemetry) must not outlive the host.
  process.exit(0);
}

async function start({ directory, ...options }: RunHostOptions): Promise<Host> {
  await loadLocalSettings(join(directory, 'local.settings.json'), process.env);
  if (process.env.SANDBOX === 'true' && !process.env.ENCRYPTION_KEYS) {
    process.env.ENCRYPTION_KEYS = await localEncryptionKey(join(directory, '.local'));
  }
  // As Core Tools does, so that an app can tell its own address.
  if (options.port !== 0) process.env.WEBSITE_HOSTNAME ??= `localhost:${options.port}`;
  const hostJson: HostJson = JSON.parse(await readFile(join(directory, 'host.json'), 'utf8'));
  return await startHost({ ...options, hostJson, connectionString: process.env.AzureWebJobsStorage, writeLog: print });
}

function describe(trigger: Trigger, prefix: string): string {
  const kind = trigger.kind.padEnd(5);
  switch (trigger.kind) {
    case 'http':
      return `${kind} ${trigger.name}  ${trigger.methods.join(',')} /${prefix && `${prefix}/`}${trigger.route}`;
    case 'timer':
      return `${kind} ${trigger.name}  ${trigger.schedule.expression}`;
    case 'queue':
      return `${kind} ${trigger.name}  ${trigger.queueName}`;
  }
}

function print({ level, functionName, message }: LogEntry): void {
  if (level === 'trace' || level === 'debug' || level === 'none') return;
  const line = functionName ? `[${functionName}] ${message}` : message;
  if (level === 'information') console.log(line);
  else console.error(line);
}
