const dayMs = 24 * 3_600_000;

/** Days until a time, rounded up; negative after it. */
export const daysLeft = (dueAt: string, now: Date): number =>
  // Without the addition, a part of a day past would be a negative zero.
  Math.ceil((Date.parse(dueAt) - now.getTime()) / dayMs) + 0;
