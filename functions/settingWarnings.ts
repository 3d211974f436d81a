import type { Settings } from './settings.ts';
import { settingsTable } from './settingsTable.ts';

const ofPowerAutomate = settingsTable.CALLBACK_HOST_SUFFIXES.default.split(',');

/** What is set as one may set it, and opens a door wider than the product needs; in sentences for an administrator. */
export function settingWarnings({
  CALLBACK_HOST_SUFFIXES,
}: Pick<Settings, 'CALLBACK_HOST_SUFFIXES'>): readonly string[] {
  // A suffix of more labels allows fewer hosts.
  const wider = CALLBACK_HOST_SUFFIXES.filter((suffix) => !ofPowerAutomate.some((own) => suffix.endsWith(own)));
  if (wider.length === 0) return [];
  return [
    `CALLBACK_HOST_SUFFIXES lets flows receive events on hosts that are not Power Automate’s (${wider.join(', ')}): take them out, unless you trust everybody who has a name there.`,
  ];
}
