const earliestMs = Date.parse('0000-01-01T00:00:00Z');
const latestMs = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * A time in the one form in which times compare as texts: ISO-8601 UTC with milliseconds. One whose year has more than
 * four digits in UTC, or is before the year 0, is the last or the first that has the form.
 */
export const isoTime = (time: string): string =>
  new Date(Math.min(Math.max(Date.parse(time), earliestMs), latestMs)).toISOString();

/** The earlier of two ISO-8601 UTC times; an empty text is before all. */
export const earlier = (one: string, other: string): string => (one < other ? one : other);

/** The later of two ISO-8601 UTC times; an empty text is before all. */
export const later = (one: string, other: string): string => (one < other ? other : one);

/** An ISO-8601 UTC time so many milliseconds away. */
export const shifted = (time: string, byMs: number): string => new Date(Date.parse(time) + byMs).toISOString();
