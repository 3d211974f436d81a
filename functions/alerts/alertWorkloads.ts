import type { Alert } from './alert.ts';

const byAppName: readonly [RegExp, string][] = [
  [/onedrive/i, 'OneDrive'],
  [/sharepoint/i, 'SharePoint'],
  [/exchange|outlook/i, 'Exchange'],
  [/teams/i, 'Teams'],
  [/copilot/i, 'Copilot'],
  [/power ?bi|fabric/i, 'PowerBI'],
];

/** Where the activity took place, as far as the evidence tells. */
export function alertWorkloads(alert: Alert): string[] {
  const appNames = (alert.cloudApps ?? []).flatMap(({ name }) => name ?? []);
  const named = appNames.flatMap((name) => byAppName.find(([pattern]) => pattern.test(name))?.[1] ?? 'CloudApps');
  const inMailbox = (alert.evidence ?? []).some(({ type }) => type === 'mailbox');
  return [
    ...new Set([
      // OneDrive is SharePoint under a host name of its own.
      ...(alert.sites ?? []).map((site) => (/-my\.sharepoint\./.test(site) ? 'OneDrive' : 'SharePoint')),
      ...(alert.mails || inMailbox ? ['Exchange'] : []),
      ...(alert.teamsMessages ? ['Teams'] : []),
      ...(alert.devices ? ['Endpoint'] : []),
      ...named,
    ]),
  ];
}
