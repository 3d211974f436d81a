import { settingRows } from '../../functions/settingsTable.ts';

const oncePerYear = '0 0 0 1 1 *';

/** Settings under which no timer runs by itself: what is stored and asked, calls have done. */
export const noSchedule: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(settingRows)
    .filter(([, { kind }]) => kind === 'schedule')
    .map(([name]) => [name, oncePerYear]),
);
