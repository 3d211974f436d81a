import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface StartOptions {
  once: boolean;
  firstPort: number;
  directory: string;
}

export const usage = `npm start -- [flags]

Starts Purview Response with a simulated tenant on this machine, raises a DLP match and shows the Teams card.

  --once              end when the card has arrived; the exit code is 0 when it has within 60 seconds
  --port <number>     the back end's port, 7071 unless told; the others follow it; 0 takes free ports for all
  --directory <path>  where storage, certificates and logs are kept, .local unless told
  --help              this text`;

/** Where the sandbox keeps what it makes, unless told otherwise. */
export const localDirectory = join(import.meta.dirname, '../../.local');

/** The flags of `npm start`, or why they cannot be followed. */
export function startOptions(args: readonly string[]): StartOptions | 'help' | { fault: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        port: { type: 'string', default: '7071' },
        directory: { type: 'string', default: localDirectory },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    const firstPort = Number(values.port);
    if (!Number.isInteger(firstPort) || firstPort < 0 || firstPort > 65_000) {
      return { fault: `--port must be a number from 0 to 65000; "${values.port}" is not.` };
    }
    if (values.directory === '') return { fault: '--directory needs the path of a folder.' };
    return { once: values.once, firstPort, directory: resolve(values.directory) };
  } catch (error) {
    // The first line says which flag; the rest is advice on positional arguments, which there are none of.
    return { fault: error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error) };
  }
}
