/** A moment with .NET's resolution of 100 nanoseconds, which a `Date` cannot hold. */
export interface Timestamp {
  /** Milliseconds since 1970, whole. */
  readonly milliseconds: number;
  /** What is left, in units of 100 nanoseconds: 0 to 9,999. */
  readonly remainder: number;
}

const firstMs = utcMs(1, 0);
const endMs = utcMs(10_000, 0);

const isoPattern =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7})\d*)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;
const americanPattern = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?(AM|PM))?)?$/i;

/** Whether .NET knows the moment: it is in one of the years 1 to 9999. */
export function isRepresentable({ milliseconds }: Timestamp): boolean {
  return milliseconds >= firstMs && milliseconds < endMs;
}

/** Like `Date.UTC`, which takes the years 0 to 99 for those of 1900. */
export function utcMs(year: number, month: number, day = 1, hour = 0, minute = 0, second = 0): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.setUTCHours(hour, minute, second);
}

/** Reads ISO 8601 (without a zone it is UTC) or the American form that .NET accepts; undefined for anything else. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const timestamp = readTimestamp(text);
  return timestamp && isRepresentable(timestamp) ? timestamp : undefined;
}

function readTimestamp(text: string): Timestamp | undefined {
  const iso = isoPattern.exec(text.trim());
  if (iso) {
    const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = iso;
    const units = Number(fraction.padEnd(7, '0'));
    const milliseconds = utc(year, month, day, hour, minute, second);
    return milliseconds === undefined
      ? undefined
      : {
          milliseconds: milliseconds + Math.floor(units / 10_000) - offsetMinutes(zone) * 60_000,
          remainder: units % 10_000,
        };
  }
  const american = americanPattern.exec(text.trim());
  if (!american) return undefined;
  const [, month, day, year, hour = '0', minute = '0', second = '0', half] = american;
  const hours = half ? (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0) : Number(hour);
  const milliseconds = utc(year, month, day, String(hours), minute, second);
  return milliseconds === undefined ? undefined : { milliseconds, remainder: 0 };
}

function utc(year = '', month = '', day = '', hour = '', minute = '', second = ''): number | undefined {
  const date = new Date(
    utcMs(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)),
  );
  const isReal =
    date.getUTCMonth() === Number(month) - 1 &&
    date.getUTCDate() === Number(day) &&
    date.getUTCHours() === Number(hour) &&
    date.getUTCMinutes() === Number(minute);
  return isReal ? date.getTime() : undefined;
}

function offsetMinutes(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}
