import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { bareEnvironment } from './bareEnvironment.ts';

export interface HostProcess {
  /** Where it says it listens. */
  readonly url: string;
  /** All that it has written so far. */
  stdout(): string;
  stderr(): string;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut does, and waits until it has ended. */
  kill(): Promise<void>;
}

const stopWithParent = join(import.meta.dirname, '../sandbox/stopWithParent.ts');
const startTimeoutMs = 60_000;

/** A host that has been started, and may not listen yet. */
export interface LaunchedHost {
  /** Resolves once it listens; rejects when it ends before that. */
  readonly listening: Promise<HostProcess>;
  /** Ends it at once, whether it listens or not. */
  kill(): Promise<void>;
}

/** Runs a script that ends in `runHost`, with its arguments and on nothing but this environment, until it listens. */
export const startHostProcess = (...[command, environment]: Parameters<typeof launchHostProcess>) =>
  launchHostProcess(command, environment).listening;

/** The same, without waiting until it listens. */
export function launchHostProcess(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): LaunchedHost {
  const child = spawn(process.execPath, ['--import', stopWithParent, ...command], {
    env: { ...bareEnvironment, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    written.stdout += chunk.toString('utf8');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    written.stderr += chunk.toString('utf8');
  });
  const kill = (): Promise<void> => end(child, 'SIGKILL');
  const listen = async (): Promise<HostProcess> => {
    const url = await addressOf(child, written).catch(async (error: unknown) => {
      await end(child, 'SIGTERM');
      throw error;
    });
    return {
      url,
      stdout: () => written.stdout,
      stderr: () => written.stderr,
      stop: () => end(child, 'SIGTERM'),
      kill,
    };
  };
  return { listening: listen(), kill };
}

function addressOf(child: ChildProcess, written: { stdout: string; stderr: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new Error(`The host did not start: ${reason}.\n${written.stdout}${written.stderr}`));
    };
    const timer = setTimeout(() => fail('it took too long'), startTimeoutMs);
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => fail(`it ended with exit code ${code}`));
    const look = (): void => {
      const [, url] = /^Listening on (\S+)$/m.exec(written.stdout) ?? [];
      if (url === undefined) return;
      clearTimeout(timer);
      // Each look at all that was written is a copy of it.
      child.stdout?.off('data', look);
      resolve(url);
    };
    child.stdout?.on('data', look);
  });
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
