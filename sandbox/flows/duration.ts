import type { Recurrence } from './flowDefinition.ts';

const durationPattern =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

const msPerUnit: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
  month: 2_592_000_000,
};

/** The milliseconds of an ISO 8601 duration such as `PT1H`, its years of 365 and months of 30 days; undefined where it is none. */
export function durationMs(text: string): number | undefined {
  const parts = durationPattern.exec(text);
  if (!parts || text === 'P' || text.endsWith('T')) return undefined;
  const [, years = '0', months = '0', weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = parts;
  const allDays = Number(years) * 365 + Number(months) * 30 + Number(weeks) * 7 + Number(days);
  return ((allDays * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000;
}

/** The milliseconds of so many units, written as a flow writes them (`Minute`, `hours`). */
export function unitsMs(count: number, unit: string): number | undefined {
  const unitMs = msPerUnit[unit.toLowerCase().replace(/s$/, '')];
  return unitMs === undefined ? undefined : count * unitMs;
}

export function recurrenceMs({ frequency, interval }: Recurrence): number {
  return unitsMs(interval, frequency) ?? 0;
}
