import type { Settings } from './settings.ts';
import { settingsTable } from './settingsTable.ts';

const ofPowerAutomate = settingsTable.CALLBACK_HOST_SUFFIXES.default.split(',');

/** What may be set so, and should be looked at again all the same; in sentences for an administrator. */
export function settingWarnings({
  CALLBACK_HOST_SUFFIXES,
  INTERNAL_DOMAINS,
}: Pick<Settings, 'CALLBACK_HOST_SUFFIXES' | 'INTERNAL_DOMAINS'>): readonly string[] {
  // A suffix of more labels allows fewer hosts.
  const wider = CALLBACK_HOST_SUFFIXES.filter((suffix) => !ofPowerAutomate.some((own) => suffix.endsWith(own)));
  return [
    ...(wider.length > 0 ? [hostsWarning(wider)] : []),
    ...(INTERNAL_DOMAINS.length === 0 ? [domainsWarning] : []),
  ];
}

const hostsWarning = (wider: readonly string[]): string =>
  `CALLBACK_HOST_SUFFIXES lets flows receive events on hosts that are not Power Automate’s (${wider.join(', ')}): take them out, unless you trust everybody who has a name there.`;

const domainsWarning =
  'INTERNAL_DOMAINS is empty, so the domain of whoever asks counts as the only one of the organisation: colleagues with mail addresses in another one are listed as outside, and Remove external access takes their access to files. Set it to all mail domains of the organisation, separated by commas.';
