import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/**
 * The flags that this process was called with, before it does anything. Asked for `--help` it prints `usage` and ends
 * with 0; called with what the command does not take, it says so, prints it as well and ends with 1.
 */
export function commandFlags<Options extends ParseArgsOptionsConfig>(usage: string, options: Options) {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    // The first sentence says which flag; the rest is advice on positional arguments, which no command takes.
    const [fault] = (error instanceof Error ? error.message : String(error)).split('. ');
    console.error(`${fault}\n\n${usage}`);
    process.exit(1);
  }
}
