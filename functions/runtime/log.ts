export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log lines; `message` is a constant sentence, whatever varies is a field. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}
