import { Console } from 'node:console';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
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
await mkdir(logs, { recursive: true });
const log = join(logs, 'sandbox.log');
// What the simulators print is for whoever looks for a fault, not for whoever watches the story.
globalThis.console = new Console(createWriteStream(log));

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
  await runSandbox(options, stopping);
} catch (error) {
  fail(error);
}
process.exit(0);

function fail(error: unknown): never {
  console.error(error);
  const reason = error instanceof Error ? error.message : String(error);
  say(bad(error instanceof StartFailure ? reason : `The sandbox failed: ${reason}\nMore is in ${shownPath(log)}.`));
  process.exit(1);
}
