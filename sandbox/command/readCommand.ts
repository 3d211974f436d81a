import { parseArgs } from 'node:util';
import { localDirectory } from '../start/startOptions.ts';
import { type Command, sandboxCommands, scenarioCommands } from './commands.ts';
import type { AnswerWish } from './questions.ts';

export type CommandLine =
  | { kind: 'help'; commands: Readonly<Record<string, Command>> }
  | { kind: 'fault'; message: string }
  | { kind: 'scenario'; name: string; wish: Readonly<Record<string, string | number>>; directory: string }
  | { kind: 'flows'; run?: string; directory: string }
  | { kind: 'token'; user?: string; directory: string }
  | { kind: 'answer'; answer: AnswerWish; directory: string }
  | { kind: 'questions' | 'status' | 'stop'; directory: string };

const commands: Readonly<Record<string, Command>> = { ...scenarioCommands, ...sandboxCommands };

/** Reads the command line; whatever is wrong with it is said together with what would be right. */
export function readCommand(args: readonly string[]): CommandLine {
  const [name, ...rest] = args;
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (name === undefined || name === 'help' || args.includes('--help'))
    return { kind: 'help', commands: name !== undefined && command ? { [name]: command } : commands };
  if (!command) return fault(`There is no command "${name}". There are ${Object.keys(commands).join(', ')}.`);

  const flags = Object.entries(command.flags);
  const takes =
    flags.length > 0 ? `${name} takes ${flags.map(([flag]) => `--${flag}`).join(', ')}.` : `${name} takes no flags.`;
  const read = readFlags(rest, [...Object.keys(command.flags), 'directory']);
  if (typeof read === 'string') return fault(`${read}. ${takes}`);
  const { directory = localDirectory, ...values } = read;
  const missing = flags.find(([flag, { isRequired }]) => isRequired && values[flag] === undefined);
  if (missing) return fault(`${name} needs --${missing[0]} <${missing[1].value}>: ${missing[1].description}.`);

  if (name === 'questions' || name === 'status' || name === 'stop') return { kind: name, directory };
  if (name === 'flows') return { kind: name, directory, ...(values.run !== undefined && { run: values.run }) };
  if (name === 'token') return { kind: name, directory, ...(values.user !== undefined && { user: values.user }) };
  if (name === 'answer') return { kind: name, directory, answer: answerOf(values) };

  const wish: Record<string, string | number> = {};
  for (const [flag, { isNumber }] of flags) {
    const value = values[flag];
    if (value === undefined) continue;
    if (isNumber && !/^\d+$/.test(value)) return fault(`--${flag} must be a whole number; "${value}" is not.`);
    wish[camelCase(flag)] = isNumber ? Number(value) : value;
  }
  return { kind: 'scenario', name, wish, directory };
}

function answerOf({ id = '', choice = '', by, comments, data }: Record<string, string | undefined>): AnswerWish {
  return {
    id,
    choice,
    ...(by !== undefined && { by }),
    ...(comments !== undefined && { comments }),
    ...(data !== undefined && { data }),
  };
}

function readFlags(args: string[], names: readonly string[]): Record<string, string | undefined> | string {
  const { tokens } = parseArgs({
    args,
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    strict: false,
    tokens: true,
  });
  const values: Record<string, string | undefined> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') return `"${token.value}" belongs to no flag; put texts with spaces in quotes`;
    if (token.kind === 'option-terminator') continue;
    if (!names.includes(token.name)) return `There is no flag ${token.rawName}`;
    if (token.value === undefined || token.value === '') return `${token.rawName} needs a value`;
    values[token.name] = token.value;
  }
  return values;
}

function camelCase(flag: string): string {
  return flag.replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
}

function fault(message: string): CommandLine {
  return { kind: 'fault', message };
}
