import { formatTimestamp, isSameEverywhere } from './formatTimestamp.ts';
import type { FunctionArguments } from './functionArguments.ts';
import { TemplateError } from './templateError.ts';
import type { TemplateFunction } from './templateFunction.ts';
import { isRepresentable, parseTimestamp, type Timestamp, utcMs } from './timestamp.ts';

const dayMs = 86_400_000;
const fixedUnitsMs: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: dayMs,
  week: 7 * dayMs,
};
/** 0001-01-01 to 1970-01-01 in .NET's ticks. */
const ticksTo1970 = 621_355_968_000_000_000n;
const usualFormat = 'o';

export const dateFunctions: readonly TemplateFunction[] = [
  {
    name: 'utcNow',
    takes: [0, 1],
    call: (values, scope) => written(values, { milliseconds: scope.now().getTime(), remainder: 0 }, 0),
  },
  { name: 'addDays', takes: [2, 3], call: (values) => written(values, shifted(values, dayMs), 2) },
  { name: 'addHours', takes: [2, 3], call: (values) => written(values, shifted(values, 3_600_000), 2) },
  { name: 'addMinutes', takes: [2, 3], call: (values) => written(values, shifted(values, 60_000), 2) },
  { name: 'addSeconds', takes: [2, 3], call: (values) => written(values, shifted(values, 1000), 2) },
  { name: 'addToTime', takes: [3, 4], call: (values) => written(values, moved(values, values.integer(1)), 3) },
  { name: 'subtractFromTime', takes: [3, 4], call: (values) => written(values, moved(values, -values.integer(1)), 3) },
  {
    name: 'getFutureTime',
    takes: [2, 3],
    call: (values, scope) => written(values, fromNow(values, scope.now(), values.integer(0)), 2),
  },
  {
    name: 'getPastTime',
    takes: [2, 3],
    call: (values, scope) => written(values, fromNow(values, scope.now(), -values.integer(0)), 2),
  },
  { name: 'formatDateTime', takes: [1, 3], call: formatDateTime },
  { name: 'startOfDay', takes: [1, 2], call: (values) => written(values, floored(read(values), dayMs), 1) },
  { name: 'startOfHour', takes: [1, 2], call: (values) => written(values, floored(read(values), 3_600_000), 1) },
  { name: 'startOfMonth', takes: [1, 2], call: (values) => written(values, startOfMonth(read(values)), 1) },
  { name: 'dayOfWeek', takes: [1, 1], call: (values) => dateOf(values).getUTCDay() },
  { name: 'dayOfMonth', takes: [1, 1], call: (values) => dateOf(values).getUTCDate() },
  {
    name: 'dayOfYear',
    takes: [1, 1],
    call: (values) => Math.floor((dateOf(values).getTime() - utcMs(dateOf(values).getUTCFullYear(), 0)) / dayMs) + 1,
  },
  { name: 'ticks', takes: [1, 1], call: (values) => Number(ticks(read(values))) },
];

function read(values: FunctionArguments): Timestamp {
  const text = values.text(0);
  const timestamp = parseTimestamp(text);
  if (timestamp) return timestamp;
  throw new TemplateError(
    `In function '${values.functionName}', the value provided for date time string '${text}' was not valid. The datetime string must match ISO 8601 format.`,
  );
}

function dateOf(values: FunctionArguments): Date {
  return new Date(read(values).milliseconds);
}

function formatDateTime(values: FunctionArguments): string {
  const locale = values.has(2) ? values.text(2) : '';
  if (!['', 'en-us'].includes(locale.toLowerCase()) && !isSameEverywhere(values.text(1)))
    values.refuse(`The format '${values.text(1)}' is not supported with the locale '${locale}' here.`);
  return written(values, read(values), 1);
}

function written(values: FunctionArguments, timestamp: Timestamp, formatIndex: number): string {
  if (!isRepresentable(timestamp))
    values.refuse('The added or subtracted value results in an un-representable DateTime.');
  const format = values.has(formatIndex) ? values.text(formatIndex) : usualFormat;
  return formatTimestamp(timestamp, format || usualFormat) ?? values.refuse(`The format '${format}' is not supported.`);
}

function shifted(values: FunctionArguments, unitMs: number): Timestamp {
  const { milliseconds, remainder } = read(values);
  return { milliseconds: milliseconds + Math.round(values.number(1) * unitMs), remainder };
}

function moved(values: FunctionArguments, count: number): Timestamp {
  return added(values, read(values), count, values.text(2));
}

function fromNow(values: FunctionArguments, now: Date, count: number): Timestamp {
  return added(values, { milliseconds: now.getTime(), remainder: 0 }, count, values.text(1));
}

function added(values: FunctionArguments, from: Timestamp, count: number, unit: string): Timestamp {
  const name = unit.toLowerCase().replace(/s$/, '');
  const unitMs = fixedUnitsMs[name];
  if (unitMs !== undefined) return { ...from, milliseconds: from.milliseconds + count * unitMs };
  if (name === 'month' || name === 'year') return addMonths(from, name === 'year' ? count * 12 : count);
  return values.refuse(
    `The time unit '${unit}' is not one of 'Second', 'Minute', 'Hour', 'Day', 'Week', 'Month', 'Year'.`,
  );
}

/** A day that the target month does not have becomes its last one, as in .NET. */
function addMonths({ milliseconds, remainder }: Timestamp, count: number): Timestamp {
  const date = new Date(milliseconds);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count);
  const lastDay = new Date(utcMs(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, lastDay));
  return { milliseconds: date.getTime(), remainder };
}

function floored({ milliseconds }: Timestamp, unitMs: number): Timestamp {
  return { milliseconds: Math.floor(milliseconds / unitMs) * unitMs, remainder: 0 };
}

function startOfMonth({ milliseconds }: Timestamp): Timestamp {
  const date = new Date(milliseconds);
  return { milliseconds: utcMs(date.getUTCFullYear(), date.getUTCMonth()), remainder: 0 };
}

function ticks({ milliseconds, remainder }: Timestamp): bigint {
  return BigInt(milliseconds) * 10_000n + BigInt(remainder) + ticksTo1970;
}
