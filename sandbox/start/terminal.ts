import { styleText } from 'node:util';

/** What is printed for the person at the terminal; in colour where that is a terminal, and NO_COLOR is not set. */
export const say = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

const style =
  (format: Parameters<typeof styleText>[0]) =>
  (text: string): string =>
    styleText(format, text, { stream: process.stdout });

export const bold = style('bold');
export const quiet = style('dim');
export const good = style('green');
export const bad = style('red');
export const warning = style('yellow');
export const link = style('cyan');

/** A time span as people say it. */
export function seconds(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(2)} s`;
}
