import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { type StartedSandbox, startSandboxProcess } from './startedSandbox.ts';

/** Directories of a test file and the sandboxes in them, which all are gone when it ends. */
export function sandboxesForTest() {
  const directories: string[] = [];
  const started: StartedSandbox[] = [];
  after(async () => {
    for (const { child } of started) child.kill('SIGKILL');
    for (const directory of directories) await rm(directory, { recursive: true, maxRetries: 5, retryDelay: 200 });
  });
  return {
    async newDirectory(): Promise<string> {
      const directory = await mkdtemp(join(tmpdir(), 'sandbox-'));
      directories.push(directory);
      return directory;
    },
    start(directory: string, ...flags: string[]): StartedSandbox {
      const sandbox = startSandboxProcess(directory, ...flags);
      started.push(sandbox);
      return sandbox;
    },
  };
}
