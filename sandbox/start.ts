import { Console } from 'node:console';
import { appendFileSync, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { runSandbox } from './start/runSandbox.ts';
import { shownPath } from './start/shownPath.ts';
import { StartFailure } from './start/startFailure.ts';
import { startOptions, usage } from './start/startOptions.ts';
import { bad, say } from './start/terminal.ts';

const sameKeyMs = 1_000;

const options = startOptions(process.argv.slice(2));
if (options === 'help') {
  say(usage);
  process.exit(0);
}
if ('fault' in options) {
  console.error(`${options.fault}\n\n${usage}`);
  process.exit(1);
}

const logs = join(options.directory, 'logs');
const log = join(logs, 'sandbox.log');
const stopping = new AbortController();
let firstAskedAt = 0;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!stopping.signal.aborted) firstAskedAt = Date.now();
    // Who asks twice does not want to wait; the children end with the pipe that they share with this process. One
    // Ctrl-C comes twice as well, from the terminal and from npm, but then at once.
    else if (Date.now() - firstAskedAt > sameKeyMs) process.exit(130);
    stopping.abort();
  });
}
// Nobody reads on: `npm start | head`.
process.stdout.on('error', () => stopping.abort());
process.on('uncaughtException', fail);

try {
  await mkdir(logs, { recursive: true });
  // What the simulators print is for whoever looks for a fault, not for whoever watches the story.
  globalThis.console = new Console(createWriteStream(log));
  process.exit(await runSandbox(options, stopping));
} catch (error) {
  fail(error);
}

function fail(error: unknown): never {
  const reason = error instanceof Error ? error.message : String(error);
  say(bad(error instanceof StartFailure ? reason : `The sandbox failed: ${reason}${more(error)}`));
  process.exit(1);
}

/** Where the stack is; written at once, because the process ends now. */
function more(error: unknown): string {
  try {
    appendFileSync(log, `${inspect(error)}\n`);
    return `\nMore is in ${shownPath(log)}.`;
  } catch {
    // Without a directory there is no log either, and the reason says so.
    return '';
  }
}
