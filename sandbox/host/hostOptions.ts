import { parseArgs } from 'node:util';

export interface HostOptions {
  port: number;
  /** Runs the bundle of `npm run build` in place of the source. */
  dist: boolean;
}

export const hostUsage = `npm run host -- [flags]

Runs the back end alone, with settings from local.settings.json or the environment.

  --port <number>  the port, 7071 unless told; 0 takes a free one
  --dist           runs the bundle of npm run build, not the source
  --help           this text`;

/** The flags of `npm run host`, or why they cannot be followed. */
export function hostOptions(args: readonly string[]): HostOptions | 'help' | { fault: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '7071' },
        dist: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return 'help';
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return { fault: `--port must be a number from 0 to 65535; "${values.port}" is not.` };
    }
    return { port, dist: values.dist };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
