import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { hostOptions, hostUsage } from './host/hostOptions.ts';
import { runHost } from './host/runHost.ts';

const directory = join(import.meta.dirname, '..');
const options = hostOptions(process.argv.slice(2));

if (options === 'help') console.log(hostUsage);
else if ('fault' in options) {
  console.error(`${options.fault}\n"npm run host -- --help" shows all flags.`);
  process.exitCode = 1;
} else {
  const { port, dist } = options;
  const entry = join(directory, dist ? 'dist/main.js' : 'functions/main.ts');
  if (existsSync(entry)) await runHost({ directory, entry, port });
  else {
    console.error(`${entry} is not there; run "npm run build" first.`);
    process.exitCode = 1;
  }
}
