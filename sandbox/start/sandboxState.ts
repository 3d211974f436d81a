import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the running sandbox is found. Addresses only: nothing in it is a secret. */
export interface SandboxState {
  startedAt: string;
  processId: number;
  /** Where it tells how it is and takes the wish to stop. */
  control: string;
  /** The certificate authority behind Entra ID and Graph. */
  caFile: string;
  entra: string;
  graph: string;
  backEnd: string;
  channelPage: string;
  flowRuns: string;
  logs: string;
}

const fileIn = (directory: string) => join(directory, 'sandbox.json');

export async function writeState(directory: string, state: SandboxState): Promise<void> {
  const draft = `${fileIn(directory)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(state, undefined, 2)}\n`);
  await rename(draft, fileIn(directory));
}

export async function removeState(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
}

/** The sandbox that runs on this directory; absent when none does, also after one that crashed. */
export async function runningSandbox(directory: string): Promise<SandboxState | undefined> {
  const state = await readState(directory);
  if (!state) return undefined;
  // The port may be somebody else's by now, so the answer must come from the process that wrote the file.
  const answer = await fetch(`${state.control}/status`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  const body: unknown = await answer?.json().catch(() => undefined);
  return isRecord(body) && body.processId === state.processId ? state : undefined;
}

async function readState(directory: string): Promise<SandboxState | undefined> {
  try {
    const state: unknown = JSON.parse(await readFile(fileIn(directory), 'utf8'));
    return isState(state) ? state : undefined;
  } catch {
    // No file, or one that was cut short: either way nothing is known to run.
    return undefined;
  }
}

function isState(value: unknown): value is SandboxState {
  const texts = ['startedAt', 'control', 'caFile', 'entra', 'graph', 'backEnd', 'channelPage', 'flowRuns', 'logs'];
  return (
    isRecord(value) && typeof value.processId === 'number' && texts.every((name) => typeof value[name] === 'string')
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
