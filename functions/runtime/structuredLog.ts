import type { Log, LogFields } from './log.ts';
import { redact, redactText } from './redact.ts';

/** Where lines go; an `InvocationContext` is one. */
export interface LineWriter {
  debug(line: string): void;
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
}

export interface LogOrigin {
  readonly correlationId?: string;
  /** The operation, timer or queue consumer that speaks. */
  readonly function?: string;
}

/** A log that writes each entry as one line of JSON, without secrets whatever it is given. */
export function structuredLog(writer: LineWriter, origin: LogOrigin, now = () => new Date()): Log {
  const write =
    (level: keyof LineWriter) =>
    (message: string, fields?: LogFields): void => {
      const entry = {
        level,
        message: redactText(message),
        time: now().toISOString(),
        ...origin,
        ...(fields && { fields: redact(fields) }),
      };
      writer[level](oneLine(entry));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

// JSON escapes what is below U+0020. These others also break lines, drive terminals or reverse the reading order.
const unsafe = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

function oneLine(entry: object): string {
  return JSON.stringify(entry).replace(
    unsafe,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
