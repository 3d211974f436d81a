import { api, connector } from '../contoso/applications.ts';
import { users } from '../contoso/users.ts';
import { signIn } from '../entra/signIn.ts';
import { readBacklog } from '../start/readBacklog.ts';
import type { SandboxState } from '../start/sandboxState.ts';
import { bold, link, say } from '../start/terminal.ts';

/** Tells what runs where, and what the back end has read and still has to deliver. */
export async function showStatus(state: SandboxState): Promise<void> {
  const connection = await signIn({
    authority: state.entra,
    user: users.megan.userPrincipalName,
    clientId: connector.clientId,
    redirectUri: connector.redirectUris[0] ?? '',
    scope: `${api.appIdUri}/access_as_user`,
  });
  const { sources, totals } = await readBacklog(state.backEnd, connection);
  const place = (name: string, address: string) => say(`  ${name.padEnd(18)}${link(address)}`);
  say(
    bold(`The sandbox runs since ${new Date(state.startedAt).toLocaleString('en-GB')} as process ${state.processId}`),
  );
  place('Teams', state.channelPage);
  place('Runs of the flow', state.flowRuns);
  place('Back end', state.backEnd);
  place('Graph', state.graph);
  place('Entra ID', state.entra);
  place('Logs', state.logs);
  for (const { source, headSequence, lastPolledAt } of sources) {
    say(`  ${`Log of ${source}`.padEnd(18)}${events(headSequence)}, ${polled(lastPolledAt)}`);
  }
  const { pending, inFlight, deadLetters } = totals;
  say(`  ${'Deliveries'.padEnd(18)}${pending} waiting, ${inFlight} under way, ${deadLetters} given up`);
}

function events(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}

function polled(at: string | undefined): string {
  if (at === undefined) return 'not polled yet';
  return `polled ${Math.max(0, Math.round((Date.now() - Date.parse(at)) / 1000))} s ago`;
}
