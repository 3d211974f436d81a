/** A time in the one form in which times compare as texts: ISO-8601 UTC with milliseconds. */
export const isoTime = (time: string): string => new Date(time).toISOString();

/** The earlier of two ISO-8601 UTC times; an empty text is before all. */
export const earlier = (one: string, other: string): string => (one < other ? one : other);

/** The later of two ISO-8601 UTC times; an empty text is before all. */
export const later = (one: string, other: string): string => (one < other ? other : one);

/** An ISO-8601 UTC time so many milliseconds away. */
export const shifted = (time: string, byMs: number): string => new Date(Date.parse(time) + byMs).toISOString();
