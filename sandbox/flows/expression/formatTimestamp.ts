import type { Timestamp } from './timestamp.ts';

const standardFormats: Readonly<Record<string, string>> = {
  d: 'M/d/yyyy',
  D: 'dddd, MMMM d, yyyy',
  f: 'dddd, MMMM d, yyyy h:mm tt',
  F: 'dddd, MMMM d, yyyy h:mm:ss tt',
  g: 'M/d/yyyy h:mm tt',
  G: 'M/d/yyyy h:mm:ss tt',
  m: 'MMMM d',
  M: 'MMMM d',
  o: "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
  O: "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
  r: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
  R: "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
  s: "yyyy-MM-dd'T'HH:mm:ss",
  t: 'h:mm tt',
  T: 'h:mm:ss tt',
  u: "yyyy-MM-dd HH:mm:ss'Z'",
  U: 'dddd, MMMM d, yyyy h:mm:ss tt',
  y: 'MMMM yyyy',
  Y: 'MMMM yyyy',
};

const customPattern = /'([^']*)'|"([^"]*)"|\\(.)|%([a-zA-Z])|(d+|f+|F+|h+|H+|m+|M+|s+|t+|y+|z+|K)|./gs;

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Formats a moment in UTC with .NET's standard (`o`, `d`) or custom (`yyyy-MM-dd`) format; undefined for an unknown one. */
export function formatTimestamp(timestamp: Timestamp, format: string): string | undefined {
  if (format.length === 1) {
    const pattern = standardFormats[format];
    return pattern && formatCustom(timestamp, pattern);
  }
  return formatCustom(timestamp, format);
}

/** Whether a format has no names, separators or halves of the day, which differ by language. */
export function isSameEverywhere(format: string): boolean {
  if (format.length === 1) return 'oOrRsu'.includes(format);
  return !/d{3}|M{3}|[t/:]/.test(format.replace(/'[^']*'|"[^"]*"|\\./g, ''));
}

function formatCustom(timestamp: Timestamp, pattern: string): string {
  return pattern.replace(
    customPattern,
    (whole, single?: string, double?: string, escaped?: string, alone?: string, token?: string) =>
      single ?? double ?? escaped ?? part(timestamp, alone ?? token) ?? whole,
  );
}

function part(timestamp: Timestamp, token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const date = new Date(timestamp.milliseconds);
  const width = token.length;
  switch (token.charAt(0)) {
    case 'd':
      return width > 2 ? named(days, date.getUTCDay(), width) : padded(date.getUTCDate(), width);
    case 'M':
      return width > 2 ? named(months, date.getUTCMonth(), width) : padded(date.getUTCMonth() + 1, width);
    case 'y':
      return width > 2 ? padded(date.getUTCFullYear(), width) : padded(date.getUTCFullYear() % 100, width);
    case 'H':
      return padded(date.getUTCHours(), Math.min(width, 2));
    case 'h':
      return padded(date.getUTCHours() % 12 || 12, Math.min(width, 2));
    case 'm':
      return padded(date.getUTCMinutes(), Math.min(width, 2));
    case 's':
      return padded(date.getUTCSeconds(), Math.min(width, 2));
    case 't':
      return (date.getUTCHours() < 12 ? 'AM' : 'PM').slice(0, width);
    case 'f':
      return fraction(timestamp).slice(0, width);
    case 'F':
      return fraction(timestamp).slice(0, width).replace(/0+$/, '');
    case 'z':
      return width === 1 ? '+0' : width === 2 ? '+00' : '+00:00';
    case 'K':
      return 'Z';
    default:
      return undefined;
  }
}

function fraction({ milliseconds, remainder }: Timestamp): string {
  return padded((((milliseconds % 1000) + 1000) % 1000) * 10_000 + remainder, 7);
}

function named(names: readonly string[], index: number, width: number): string | undefined {
  return width === 3 ? names[index]?.slice(0, 3) : names[index];
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
