import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runHost } from './host/runHost.ts';

const directory = join(import.meta.dirname, '..');

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7071' },
    dist: { type: 'boolean', default: false },
  },
});

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port must be 0 to 65535, 0 for any free port; "${values.port}" is not.`);
  process.exit(1);
}

await runHost({ directory, entry: join(directory, values.dist ? 'dist/main.js' : 'functions/main.ts'), port });
