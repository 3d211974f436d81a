const dateAndTime = /^\d{4}-\d{2}-\d{2}T\d{2}:/;
const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/** A vendor's time as ISO-8601 UTC; undefined when it is no time, or the year 1 that stands for "never". */
export function utcTime(value: unknown): string | undefined {
  if (typeof value !== 'string' || !dateAndTime.test(value)) return undefined;
  // Times without a zone are UTC in every Microsoft interface that we read.
  const time = new Date(zoned.test(value) ? value : `${value}Z`);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() <= 1 ? undefined : time.toISOString();
}
