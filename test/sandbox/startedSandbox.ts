import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { lastLines } from '../../sandbox/start/lastLines.ts';
import { until } from '../until.ts';

const sandbox = join(import.meta.dirname, '../../sandbox');

export interface StartedSandbox {
  child: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  /** Waits until it has printed that. */
  told(what: RegExp): Promise<void>;
  /** Exit code or signal. */
  ended: Promise<number | string>;
}

/** `npm start` without npm, on its own directory. */
export function startSandboxProcess(directory: string, ...flags: string[]): StartedSandbox {
  const child = spawn(process.execPath, [join(sandbox, 'start.ts'), '--directory', directory, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  return {
    child,
    output: () => output,
    async told(what) {
      await until(`npm start told ${what}`, () => {
        if (child.exitCode !== null) assert.match(output, what);
        return what.test(output);
      }).catch(async (error: unknown) => {
        const log = await lastLines(join(directory, 'logs/back-end.log'), 30);
        assert.fail([error, output, ...log].join('\n'));
      });
    },
    ended: once(child, 'close').then(([code, signal]) => code ?? signal),
  };
}

/** `npm run sandbox --` without npm: its exit code and what it printed. */
export async function sandboxCommand(directory: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [join(sandbox, 'command.ts'), ...args, '--directory', directory], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const [code] = await once(child, 'close');
  return { code, output: stripVTControlCharacters(output) };
}

/** The processes that this one started, by what they run. */
export async function childrenOf({ pid }: ChildProcess): Promise<{ id: number; command: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, id, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid ? [{ id: Number(id), command }] : [];
  });
}

/** Whether a process still runs; one that has ended and is not yet waited for does not. */
export async function runs(id: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,stat=']);
  return stdout.split('\n').some((line) => new RegExp(`^\\s*${id}\\s+[^Z]`).test(line));
}
