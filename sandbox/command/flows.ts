import type { SandboxState } from '../start/sandboxState.ts';
import type { ListedFlow, StartedRun } from '../start/templateFlows.ts';
import { bold, link, quiet, say } from '../start/terminal.ts';
import { askControl } from './askControl.ts';

/** Lists the prebuilt flows. */
export async function showFlows({ control, flowRuns }: SandboxState): Promise<void> {
  for (const { id, name, description, state } of await askControl<ListedFlow[]>(control, '/flows')) {
    say(`${bold(id)}  ${name}${quiet(` (${state})`)}`);
    say(`  ${description}`);
  }
  say(`\nnpm run sandbox -- flows --run <id> runs one; the history of all runs is at ${link(flowRuns)}`);
}

/** Turns a prebuilt flow on, makes its trigger happen, and tells where its run is to be seen. */
export async function runFlow(id: string, { control }: SandboxState): Promise<void> {
  const path = `/flows/${encodeURIComponent(id)}/run`;
  const { name, told, status, url } = await askControl<StartedRun>(control, path, {});
  say(`${told}.`);
  say(`The flow "${name}" runs (${status}): ${link(url)}`);
  say('Where it asks somebody, npm run sandbox -- questions shows what.');
}
