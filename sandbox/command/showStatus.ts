import { users } from '../contoso/users.ts';
import { signInWithConnector } from '../entra/signInWithConnector.ts';
import { readBacklog } from '../start/readBacklog.ts';
import type { SandboxState } from '../start/sandboxState.ts';
import { bold, link, say } from '../start/terminal.ts';

// The longest name, "Log of sharePointActivity", and a gap.
const nameWidth = 28;

/** Tells what runs where, and what the back end has read and still has to deliver. */
export async function showStatus(state: SandboxState): Promise<void> {
  const connection = await signInWithConnector(state.entra, users.megan.userPrincipalName);
  const { sources, totals } = await readBacklog(state.backEnd, connection);
  const row = (name: string, value: string) => say(`  ${name.padEnd(nameWidth)}${value}`);
  const place = (name: string, address: string) => row(name, link(address));
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
    row(`Log of ${source}`, `${events(headSequence)}, ${polled(lastPolledAt)}`);
  }
  const { pending, inFlight, deadLetters } = totals;
  row('Deliveries', `${pending} waiting, ${inFlight} under way, ${deadLetters} given up`);
}

function events(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}

function polled(at: string | undefined): string {
  if (at === undefined) return 'not polled yet';
  return `polled ${Math.max(0, Math.round((Date.now() - Date.parse(at)) / 1000))} s ago`;
}
