import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isFree } from './isFree.ts';

export interface AzuritePorts {
  blob: number;
  queue: number;
  table: number;
}

export interface AzuriteOptions {
  /** Where the data is kept; made when missing. Left out: in memory, gone when it stops. */
  directory?: string;
  /** Wished ports, 10000 to 10002 unless told otherwise; a busy one, or 0, becomes a free one. */
  ports?: AzuritePorts;
  /** Names of accounts in place of the usual one, which all have its key. */
  accounts?: readonly string[];
}

export interface Azurite extends AzuritePorts {
  /** Leads to the usual account. */
  connectionString: string;
  /** Resolves when it has ended, asked to or not. */
  ended: Promise<void>;
  /** Stops it and waits until everything is written to disk. */
  close(): Promise<void>;
  /** Lets this process end while Azurite runs, which then stops by itself. */
  unref(): void;
}

/** The account and the key that every storage emulator has; both are public. */
const usualAccount = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
const usualPorts: AzuritePorts = { blob: 10_000, queue: 10_001, table: 10_002 };
const startTimeoutMs = 30_000;

/** Starts Azurite as a child process and resolves when blobs, queues and tables all answer. */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  const wished = options.ports ?? usualPorts;
  const free = {
    blob: await freeOr0(wished.blob),
    queue: await freeOr0(wished.queue),
    table: await freeOr0(wished.table),
  };
  const { child, ports } = await startOn(options, free).catch((error: Error) => {
    // Somebody took one since it was tried, such as another sandbox that starts at the same time.
    if (!error.message.includes('EADDRINUSE')) throw error;
    return startOn(options, { blob: 0, queue: 0, table: 0 });
  });
  let closing: Promise<void> | undefined;
  return {
    ...ports,
    connectionString: connectionStringOf(ports),
    ended: new Promise((resolve) => child.once('exit', () => resolve())),
    close() {
      closing ??= stop(child);
      return closing;
    },
    unref() {
      child.unref();
      for (const pipe of [child.stdin, child.stdout, child.stderr]) unrefPipe(pipe);
    },
  };
}

async function startOn(
  options: AzuriteOptions,
  wished: AzuritePorts,
): Promise<{ child: ChildProcess; ports: AzuritePorts }> {
  const child = await spawnAzurite(options, wished);
  try {
    return { child, ports: await listeningPorts(child) };
  } catch (error) {
    await stop(child);
    throw error;
  }
}

async function spawnAzurite({ directory, accounts }: AzuriteOptions, ports: AzuritePorts): Promise<ChildProcess> {
  if (directory !== undefined) await mkdir(directory, { recursive: true });
  const script = createRequire(import.meta.url).resolve('azurite/dist/src/azurite.js');
  const preloads = ['stopWithParent.ts', 'withoutTelemetry.ts'].map((file) => new URL(file, import.meta.url).href);
  const persistence = directory === undefined ? ['--inMemoryPersistence'] : ['--location', directory];
  const portFlags = Object.entries(ports).flatMap(([service, port]) => [`--${service}Port`, String(port)]);
  return spawn(
    process.execPath,
    [
      ...preloads.flatMap((preload) => ['--import', preload]),
      script,
      '--silent',
      '--disableTelemetry',
      ...persistence,
      ...portFlags,
    ],
    {
      stdio: ['pipe', 'pipe', 'pipe'],
      // Its own process group: Ctrl-C reaches this process only, which closes the storage after its own work.
      detached: true,
      env: {
        ...process.env,
        ...(accounts && { AZURITE_ACCOUNTS: accounts.map((name) => `${name}:${accountKey}`).join(';') }),
      },
    },
  );
}

/** The ports that it prints once each service listens. */
function listeningPorts(child: ChildProcess): Promise<AzuritePorts> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`Azurite did not start in time. ${output}`)), startTimeoutMs);
    const fail = (reason: string) => {
      clearTimeout(timer);
      reject(new Error(`Azurite did not start: ${reason}. ${output.trim()}`));
    };
    const read = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const portOf = (service: string) =>
        Number(new RegExp(`${service} service .*listening at \\S+:(\\d+)`).exec(output)?.[1]);
      const ports = { blob: portOf('Blob'), queue: portOf('Queue'), table: portOf('Table') };
      if (Object.values(ports).some(Number.isNaN)) return;
      clearTimeout(timer);
      child.off('exit', exited).stdout?.off('data', read).resume();
      child.stderr?.off('data', read).resume();
      resolve(ports);
    };
    const exited = (code: number | null) => fail(`it ended with exit code ${code}`);
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', exited).once('error', (error) => fail(error.message));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.ref();
  child.kill('SIGTERM');
  await exited;
}

async function freeOr0(port: number): Promise<number> {
  return (await isFree(port)) ? port : 0;
}

/** What leads to an account of an Azurite on these ports. */
export function connectionStringOf({ blob, queue, table }: AzuritePorts, account = usualAccount): string {
  const endpoint = (port: number) => `http://127.0.0.1:${port}/${account}`;
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${account}`,
    `AccountKey=${accountKey}`,
    `BlobEndpoint=${endpoint(blob)}`,
    `QueueEndpoint=${endpoint(queue)}`,
    `TableEndpoint=${endpoint(table)}`,
  ].join(';');
}

function unrefPipe(pipe: unknown): void {
  if (typeof pipe === 'object' && pipe !== null && 'unref' in pipe && typeof pipe.unref === 'function') pipe.unref();
}
