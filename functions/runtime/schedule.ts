export interface ScheduleField {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly names: readonly string[];
}

/** The fields of NCRONTAB: https://learn.microsoft.com/azure/azure-functions/functions-bindings-timer */
export const scheduleFields: readonly ScheduleField[] = [
  { name: 'second', minimum: 0, maximum: 59, names: [] },
  { name: 'minute', minimum: 0, maximum: 59, names: [] },
  { name: 'hour', minimum: 0, maximum: 23, names: [] },
  { name: 'day', minimum: 1, maximum: 31, names: [] },
  { name: 'month', minimum: 1, maximum: 12, names: 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec'.split('|') },
  { name: 'weekday', minimum: 0, maximum: 6, names: 'sun|mon|tue|wed|thu|fri|sat'.split('|') },
];

/** The values that a field stands for, ascending; undefined where it is none. */
export function fieldValues(text: string, field: ScheduleField): readonly number[] | undefined {
  const parts = text.split(',').map((part) => partValues(part, field));
  if (parts.includes(undefined)) return undefined;
  return [...new Set(parts.flatMap((values) => values ?? []))].sort((one, other) => one - other);
}

function partValues(part: string, { minimum, maximum, names }: ScheduleField): readonly number[] | undefined {
  const [range = '', step, ...rest] = part.split('/');
  if (rest.length > 0 || (step !== undefined && !/^[1-9]\d?$/.test(step))) return undefined;
  const ends = range.split('-').map((end) => {
    const named = names.indexOf(end.toLowerCase());
    return named >= 0 ? named + minimum : /^\d{1,2}$/.test(end) ? Number(end) : Number.NaN;
  });
  // A step from a single value goes on to the end of the field.
  const [first = Number.NaN, last = step === undefined ? first : maximum] = range === '*' ? [minimum, maximum] : ends;
  if (ends.length > 2 || !(first >= minimum && last <= maximum && first <= last)) return undefined;
  const by = Number(step ?? 1);
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
}

const dayMs = 24 * 60 * 60_000;
// The 29th of February falls on a given weekday every 28 years; once in a century it takes 40.
const longestWaitMs = 41 * 366 * dayMs;

/** The times after another at which a schedule of good form is due, in UTC; day and weekday must both match. */
export function* dueAfter(schedule: string, after: Date): Generator<Date> {
  const afterMs = after.getTime();
  const texts = schedule.split(' ');
  const [seconds = [], minutes = [], hours = [], days = [], months = [], weekdays = []] = scheduleFields.map(
    (field, index) => fieldValues(texts[index] ?? '', field),
  );
  const firstDayMs = afterMs - (afterMs % dayMs);
  for (let dayStartMs = firstDayMs; dayStartMs < firstDayMs + longestWaitMs; dayStartMs += dayMs) {
    const day = new Date(dayStartMs);
    if (!days.includes(day.getUTCDate()) || !months.includes(day.getUTCMonth() + 1)) continue;
    if (!weekdays.includes(day.getUTCDay())) continue;
    for (const hour of hours)
      for (const minute of minutes)
        for (const second of seconds) {
          const dueMs = dayStartMs + ((hour * 60 + minute) * 60 + second) * 1_000;
          if (dueMs > afterMs) yield new Date(dueMs);
        }
  }
}
