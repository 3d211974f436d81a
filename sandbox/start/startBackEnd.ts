import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLines } from './lastLines.ts';
import { shownPath } from './shownPath.ts';
import { StartFailure } from './startFailure.ts';

export interface BackEndOptions {
  /** A free port. */
  port: number;
  environment: Readonly<Record<string, string>>;
  logFile: string;
  /** Ends the start where it is. */
  signal: AbortSignal;
}

export interface BackEnd {
  origin: string;
  /** Resolves when it has ended, asked to or not. */
  ended: Promise<void>;
  close(): Promise<void>;
}

const startTimeoutMs = 60_000;
/** More than the time that the host gives to work under way. */
const stopTimeoutMs = 12_000;
const linesShown = 12;

/** Runs `npm run host` as a child process, and resolves when it says that it is ready. */
export async function startBackEnd({ port, environment, logFile, signal }: BackEndOptions): Promise<BackEnd> {
  const child = await spawnHost(port, environment, logFile);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const origin = `http://localhost:${port}`;
  const end = () => stop(child, ended);
  const decided = new AbortController();
  const outcome = await Promise.race([
    ready(origin, logFile, decided.signal).then((isReady) =>
      isReady ? undefined : `was not ready after ${startTimeoutMs / 1000} seconds`,
    ),
    ended.then(() => `ended with exit code ${child.exitCode ?? child.signalCode}`),
    once(signal, 'abort', { signal: decided.signal }).then(() => 'was stopped'),
  ]).finally(() => decided.abort());
  if (outcome !== undefined) {
    await end();
    signal.throwIfAborted();
    const lines = (await lastLines(logFile, linesShown)).map((line) => `  | ${line}`);
    throw new StartFailure(
      [
        `The back end ${outcome}. The end of its log, ${shownPath(logFile)}:`,
        ...lines,
        'Mend that, and run npm start again.',
      ].join('\n'),
    );
  }
  return { origin, ended, close: end };
}

async function spawnHost(port: number, environment: BackEndOptions['environment'], logFile: string) {
  const log = await open(logFile, 'w');
  const preload = new URL('../stopWithParent.ts', import.meta.url);
  const host = join(import.meta.dirname, '../host.ts');
  const child = spawn(process.execPath, ['--import', preload.href, host, '--port', String(port)], {
    env: { ...ofThisMachine(), ...environment },
    stdio: ['pipe', log.fd, log.fd],
    // Its own process group: Ctrl-C reaches the parent only, which stops the flows while the back end still answers.
    detached: true,
  });
  child.once('error', () => undefined);
  await log.close();
  return child;
}

/** What any program needs, and no setting that somebody's shell happens to hold. */
function ofThisMachine(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'USERPROFILE', 'APPDATA', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LANG', 'TZ'];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

async function ready(origin: string, logFile: string, decided: AbortSignal): Promise<boolean> {
  const deadline = Date.now() + startTimeoutMs;
  // Until it says so itself, whoever answers there is somebody else.
  const listens = async () => (await readFile(logFile, 'utf8')).includes(`Listening on ${origin}\n`);
  while (Date.now() < deadline && !decided.aborted) {
    if (!(await listens())) {
      await delay(20);
      continue;
    }
    const answer = await fetch(`${origin}/api/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
      () => undefined,
    );
    if (answer?.ok) return true;
    await delay(50);
  }
  return false;
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const overdue = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(overdue);
}
