import { Cron } from 'croner';

export interface Schedule {
  /** The expression as written. */
  expression: string;
  /** Whether it can fire more often than once a minute; no schedule status is kept for such a timer. */
  subMinute: boolean;
  /** The first occurrence after a time, in UTC. */
  next(after: Date): Date;
}

interface Field {
  name: string;
  min: number;
  max: number;
  names?: string[];
}

const fields: Field[] = [
  { name: 'second', min: 0, max: 59 },
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day', min: 1, max: 31 },
  {
    name: 'month',
    min: 1,
    max: 12,
    names: [
      'january',
      'february',
      'march',
      'april',
      'may',
      'june',
      'july',
      'august',
      'september',
      'october',
      'november',
      'december',
    ],
  },
  {
    name: 'day of week',
    min: 0,
    max: 6,
    names: ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'],
  },
];

/**
 * Reads an NCRONTAB expression; five fields, without the seconds, are minutes and up, as in the host.
 * Each field is read by NCRONTAB's own rules and handed on as plain numbers, since croner's dialect is another one.
 * @see https://github.com/atifaziz/NCrontab
 */
export function parseSchedule(expression: string): Schedule {
  const given = expression.split(' ').filter((field) => field !== '');
  const parts = given.length === 5 ? ['0', ...given] : given;
  if (parts.length !== 6) throw new Error(`"${expression}" is not a schedule: NCRONTAB has six fields.`);
  const values = fields.map((field, index) => valuesOf(parts[index] ?? '', field, expression));
  const pattern = values.map((list, index) => (isWhole(list, fields[index]) ? '*' : list.join(','))).join(' ');
  // NCRONTAB wants both day of month and day of week to match.
  const cron = new Cron(pattern, { mode: '6-part', timezone: 'UTC', domAndDow: true });
  return {
    expression,
    subMinute: (values[0]?.length ?? 0) > 1 && values.slice(1).every((list, index) => isWhole(list, fields[index + 1])),
    next(after) {
      const next = cron.nextRun(after);
      if (!next) throw new Error(`The schedule "${expression}" never fires.`);
      return next;
    },
  };
}

function isWhole(values: number[], field: Field | undefined): boolean {
  return field !== undefined && values.length === field.max - field.min + 1;
}

function valuesOf(text: string, field: Field, expression: string): number[] {
  const refuse = (reason: string): never => {
    throw new Error(`"${expression}" is not a schedule: ${reason}`);
  };
  const numberOf = (part: string): number => {
    const index = field.names?.findIndex((name) => part !== '' && name.startsWith(part.toLowerCase())) ?? -1;
    const value = index >= 0 ? index + field.min : Number(/^\d+$/.test(part) ? part : Number.NaN);
    if (value >= field.min && value <= field.max) return value;
    return refuse(`"${part}" is no ${field.name} (${field.min} to ${field.max}).`);
  };
  const rangeOf = (part: string, step: string | undefined): [number, number] => {
    if (part === '*') return [field.min, field.max];
    const [from = '', to] = part.split(/-(.*)/s);
    const start = numberOf(from);
    const end = to === undefined ? (step === undefined ? start : field.max) : numberOf(to);
    return start <= end ? [start, end] : [end, start];
  };
  const found = new Set<number>();
  for (const item of text.split(',')) {
    const [part = '', step] = item.split(/\/(.*)/s);
    if (step !== undefined && !/^\d+$/.test(step)) refuse(`"${item}" has no whole number as its step.`);
    const [start, end] = rangeOf(part, step);
    for (let value = start; value <= end; value += Math.max(1, Number(step ?? 1))) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}
