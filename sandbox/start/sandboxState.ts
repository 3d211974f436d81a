import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Who has a directory, from the first moment of its start on. */
export interface Holder {
  processId: number;
  /** Where it tells how it is and takes the wish to stop. */
  control: string;
}

/** Where the running sandbox is found. Addresses only: nothing in it is a secret. */
export interface SandboxState extends Holder {
  startedAt: string;
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

/** Takes the directory for this process, or gives whoever has it already. What a crash left behind is nobody's. */
export async function takeDirectory(directory: string, holder: Holder): Promise<Holder | undefined> {
  const draft = `${fileIn(directory)}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    // A link appears whole or not at all, and never over that of another start at the same moment.
    await link(draft, fileIn(directory));
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  const other = await holderOf(directory);
  if (other) return other;
  await removeState(directory);
  return await takeDirectory(directory, holder);
}

export async function writeState(directory: string, state: SandboxState): Promise<void> {
  const draft = `${fileIn(directory)}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(state, undefined, 2)}\n`);
  await rename(draft, fileIn(directory));
}

export async function removeState(directory: string): Promise<void> {
  await rm(fileIn(directory), { force: true });
}

/** The sandbox that has this directory, with its addresses once it has started; absent also after one that crashed. */
export async function holderOf(directory: string): Promise<Holder | SandboxState | undefined> {
  const holder = await readHolder(directory);
  if (!holder) return undefined;
  // The port may be somebody else's by now, so the answer must come from the process that wrote the file.
  const answer = await fetch(`${holder.control}/status`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
  const body: unknown = await answer?.json().catch(() => undefined);
  return isRecord(body) && body.processId === holder.processId ? holder : undefined;
}

async function readHolder(directory: string): Promise<Holder | undefined> {
  try {
    const holder: unknown = JSON.parse(await readFile(fileIn(directory), 'utf8'));
    return isHolder(holder) ? holder : undefined;
  } catch {
    // No file, or one that was cut short: either way nothing is known to run.
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  return isRecord(value) && typeof value.processId === 'number' && typeof value.control === 'string';
}

/** Whether it has told where it is found. */
export function hasStarted(holder: Holder): holder is SandboxState {
  const texts = ['startedAt', 'caFile', 'entra', 'graph', 'backEnd', 'channelPage', 'flowRuns', 'logs'];
  return isRecord(holder) && texts.every((name) => typeof holder[name] === 'string');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
