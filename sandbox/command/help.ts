import type { Command } from './commands.ts';

type Commands = Readonly<Record<string, Command>>;

/** All commands with their flags, and an example of each. */
export function helpOf(commands: Commands): string {
  const lines = Object.entries(commands).flatMap(([name, { summary, flags }]) => [
    '',
    `  ${name.padEnd(26)}${summary}`,
    ...Object.entries(flags).map(([flag, { value, description, isRequired }]) => {
      return `    ${`--${flag} <${value}>`.padEnd(24)}${description}${isRequired ? ' (needed)' : ''}`;
    }),
  ]);
  return [
    'npm run sandbox -- <command> [flags]',
    '',
    'Steers the sandbox that "npm start" runs. What a flag leaves open is chosen from Contoso\'s data.',
    ...lines,
    '',
    `  ${'--directory <path>'.padEnd(26)}with any command: where that sandbox was told to keep its files`,
    '',
    'Examples',
    ...Object.values(commands).map(({ example }) => `  npm run sandbox -- ${example}`),
  ].join('\n');
}
