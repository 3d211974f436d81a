import { directoryFlag } from './directoryFlag.ts';
import { channel, type Sandbox } from './startSandbox.ts';
import { bold, link, quiet } from './terminal.ts';

export interface NextStepsOptions {
  directory: string;
  logs: string;
  /** An alert to try changes on. */
  alertId?: string;
}

/** What to look at, and what to try, once the first card is in Teams. */
export function nextSteps(
  { teams, runner, backEnd }: Sandbox,
  { directory, logs, alertId }: NextStepsOptions,
): string[] {
  const place = (name: string, address: string) => `  ${name.padEnd(26)}${link(address)}`;
  const elsewhere = directoryFlag(directory);
  const command = (text: string) => `  npm run sandbox -- ${text}${elsewhere}`;
  return [
    bold('Look at it'),
    place('The card in Teams', teams.channelUrl(channel.id)),
    place('Runs of the flow', `${runner.origin}/runs`),
    place('Back end', `${backEnd.origin}/api/health/ready`),
    place('Logs', logs),
    '',
    `${bold('Try it')} ${quiet('in another terminal; what comes of it is told here')}`,
    command('dlp-match --severity high --user adele@contoso.com --file "Loyalty members.xlsx"'),
    command('dlp-match --recipient partner@fabrikam.com --count 20'),
    command('insider-risk'),
    command('cloud-app --user alex@contoso.com'),
    ...(alertId === undefined ? [] : [command(`alert-update --status resolved --id ${alertId}`)]),
    command('flows'),
    command('flows --run dlpAlertToAnswerableCard'),
    command('questions'),
    command('status'),
    '  npm run sandbox -- --help',
    '',
    `Ctrl-C, or ${bold(`npm run sandbox -- stop${elsewhere}`)}, stops everything.`,
  ];
}
