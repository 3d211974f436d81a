import { readFile } from 'node:fs/promises';
import { runFlow, showFlows } from './command/flows.ts';
import { helpOf } from './command/help.ts';
import { playScenario } from './command/playScenario.ts';
import { answerQuestion, showQuestions } from './command/questions.ts';
import { type CommandLine, readCommand } from './command/readCommand.ts';
import { showStatus } from './command/showStatus.ts';
import { showToken } from './command/showToken.ts';
import { stopSandbox } from './command/stopSandbox.ts';
import { directoryFlag } from './start/directoryFlag.ts';
import { hasStarted, holderOf, type SandboxState } from './start/sandboxState.ts';
import { link, say } from './start/terminal.ts';
import { trustAuthority } from './trustAuthority.ts';

const alertsShown = 5;

// Nobody reads on: `npm run sandbox -- flows | head`.
process.stdout.on('error', () => process.exit());

try {
  process.exitCode = await run(readCommand(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

async function run(line: CommandLine): Promise<0 | 1> {
  if (line.kind === 'help') {
    say(helpOf(line.commands));
    return 0;
  }
  if (line.kind === 'fault') return refuse(`${line.message}\n"npm run sandbox -- --help" shows all commands.`);

  const state = await holderOf(line.directory);
  if (!state) return refuse(noSandbox(line.directory));
  if (line.kind === 'stop') {
    if (!(await stopSandbox(state, line.directory))) return refuse(`Process ${state.processId} still runs.`);
    say('Stopped.');
    return 0;
  }
  if (!hasStarted(state)) return refuse('The sandbox is still starting; try again when it has told its addresses.');
  trustAuthority(await readFile(state.caFile, 'utf8'));
  switch (line.kind) {
    case 'status':
      await showStatus(state);
      return 0;
    case 'flows':
      await (line.run === undefined ? showFlows(state) : runFlow(line.run, state));
      return 0;
    case 'token':
      await showToken(line.user, state);
      return 0;
    case 'questions':
      await showQuestions(state);
      return 0;
    case 'answer':
      await answerQuestion(line.answer, state);
      return 0;
    case 'scenario':
      await play(line.name, line.wish, state);
      return 0;
  }
}

async function play(name: string, wish: object, { graph, channelPage, flowRuns }: SandboxState): Promise<void> {
  const { alerts, records } = await playScenario(graph, name, wish);
  for (const { id, severity, status, title } of alerts.slice(0, alertsShown)) {
    say(`${id}  ${severity} severity, ${status}: ${title}`);
  }
  if (alerts.length > alertsShown) say(`and ${alerts.length - alertsShown} more`);
  for (const { Id, Operation, ObjectId = '' } of records.slice(0, alertsShown))
    say(`${Id}  in the audit log: ${Operation} ${ObjectId}`);
  if (alerts.length > 0 && !name.startsWith('incident-')) {
    say(
      `The terminal of npm start tells what becomes of ${alerts.length === 1 ? 'it' : 'them'}; the cards are at ${link(channelPage)}`,
    );
  } else {
    say(
      `npm run sandbox -- status tells when the back end has read it; the flows that ask for it run at ${link(flowRuns)}`,
    );
  }
}

function noSandbox(directory: string): string {
  const flag = directoryFlag(directory);
  return `No sandbox runs. Start it in another terminal: npm start${flag && ` --${flag}`}`;
}

function refuse(reason: string): 1 {
  console.error(reason);
  return 1;
}
