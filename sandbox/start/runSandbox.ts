import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { playScenario } from '../command/playScenario.ts';
import { sites } from '../contoso/sites.ts';
import { users } from '../contoso/users.ts';
import { serve } from '../serve.ts';
import { controlListener } from './controlListener.ts';
import { directoryFlag } from './directoryFlag.ts';
import { lastLines } from './lastLines.ts';
import { nextSteps } from './nextSteps.ts';
import { portsFrom } from './ports.ts';
import { type Holder, hasStarted, removeState, takeDirectory, writeState } from './sandboxState.ts';
import { shownPath } from './shownPath.ts';
import { StartFailure } from './startFailure.ts';
import type { StartOptions } from './startOptions.ts';
import { channel, type Sandbox, startSandbox } from './startSandbox.ts';
import { tellStarted } from './tellStarted.ts';
import { type Ending, tellStory } from './tellStory.ts';
import { bad, bold, quiet, say, warning } from './terminal.ts';

const cardTimeoutMs = 60_000;
const logLinesShown = 12;
const logLineLength = 200;

/**
 * Starts the sandbox, raises a DLP match, tells what happens until it is stopped, and stops it. Gives the exit code.
 * @throws {StartFailure} when it does not start.
 */
export async function runSandbox(options: StartOptions, stopping: AbortController): Promise<0 | 1> {
  const { directory } = options;
  let sandbox: Sandbox | undefined;
  const control = await serve({
    listener: controlListener({
      started: () => sandbox && { flows: sandbox.templateFlows, questions: sandbox.connectors.questions },
      stop: () => stopping.abort(),
    }),
  });
  try {
    const other = await takeDirectory(directory, { processId: process.pid, control: control.origin });
    if (other) throw alreadyRuns(other, directory);
    try {
      sandbox = await start(options, stopping.signal);
      if (sandbox) return await run(sandbox, options, { stop: stopping.signal, control: control.origin });
      if (options.once) throw stoppedTooEarly();
      return 0;
    } finally {
      await removeState(directory);
    }
  } finally {
    // Last, because whoever asks for the stop waits until nobody answers here.
    await control.close();
  }
}

function alreadyRuns(other: Holder, directory: string): StartFailure {
  return new StartFailure(
    [
      hasStarted(other)
        ? `The sandbox runs already: ${other.channelPage}`
        : `The sandbox is being started already, by process ${other.processId}.`,
      `This stops it: npm run sandbox -- stop${directoryFlag(directory)}`,
      'npm run sandbox -- --help tells what else it takes.',
    ].join('\n'),
  );
}

/** Nothing when it is stopped before all has started. */
async function start({ directory, firstPort }: StartOptions, stop: AbortSignal): Promise<Sandbox | undefined> {
  say(bold('Purview Response and the simulated tenant Contoso, all on this machine'));
  say();
  stop.addEventListener('abort', () => say(quiet('\nStopping everything …')));
  try {
    return await startSandbox({
      directory,
      ports: portsFrom(firstPort),
      signal: stop,
      onStarted: (started) => stop.aborted || tellStarted(started),
    });
  } catch (error) {
    if (stop.aborted) return undefined;
    throw error;
  }
}

async function run(
  sandbox: Sandbox,
  options: StartOptions,
  { stop, control }: { stop: AbortSignal; control: string },
): Promise<0 | 1> {
  const { directory } = options;
  try {
    await writeState(directory, {
      startedAt: new Date().toISOString(),
      processId: process.pid,
      control,
      caFile: sandbox.caFile,
      entra: sandbox.entra,
      graph: sandbox.graph.origin,
      backEnd: sandbox.backEnd.origin,
      channelPage: sandbox.teams.channelUrl(channel.id),
      flowRuns: `${sandbox.runner.origin}/runs`,
      logs: join(directory, 'logs'),
    });
    await tell(sandbox, options, stop);
    return 0;
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    // Told before the rest is stopped, which takes its time when a part is gone.
    say(`\n${bad(error.message)}`);
    return 1;
  } finally {
    if (!stop.aborted) say(quiet('\nStopping everything …'));
    await sandbox.close();
  }
}

const stoppedTooEarly = (): StartFailure => new StartFailure('It was stopped before the card arrived.');

async function tell(sandbox: Sandbox, { once, directory }: StartOptions, stop: AbortSignal): Promise<void> {
  const logs = shownPath(join(directory, 'logs'));
  const story = tellStory(sandbox);
  const stopped = new Promise<'stopped'>((resolve) => {
    if (stop.aborted) resolve('stopped');
    stop.addEventListener('abort', () => resolve('stopped'));
  });
  const ended = sandbox.ended.then((part) => ({ part }));
  try {
    if (!stop.aborted) await raiseFirstMatch(sandbox);
    const outcome = await Promise.race([story.firstEnding, stopped, ended, patience()]);
    if (outcome === 'stopped') {
      if (once) throw stoppedTooEarly();
      return;
    }
    if ('part' in outcome) throw await endedByItself(outcome.part, logs);
    if (once) return onlyWithCard(outcome, logs);
    if (outcome.kind !== 'card') say(warning(noCard(outcome)));
    say();
    const alert = outcome.kind === 'card' ? { alertId: outcome.alert.id } : {};
    for (const line of nextSteps(sandbox, { directory, logs, ...alert })) say(line);
    say();
    const last = await Promise.race([stopped, ended]);
    if (last !== 'stopped') throw await endedByItself(last.part, logs);
  } finally {
    story.stop();
  }
}

async function raiseFirstMatch({ graph }: Sandbox): Promise<void> {
  const { customerCards } = sites.adeleOneDrive.files;
  const [found] = customerCards.sensitiveInformation;
  say();
  say(bold('What happens now'));
  say(
    `               ${users.adele.displayName} shares "${customerCards.name}", which holds ${found.count} credit card numbers`,
  );
  await playScenario(graph.origin, 'dlp-match', { user: users.adele.userPrincipalName, file: customerCards.name });
}

async function patience(): Promise<Ending> {
  await delay(cardTimeoutMs, undefined, { ref: false });
  return { kind: 'no card', reason: `nothing came within ${cardTimeoutMs / 1000} seconds.` };
}

function onlyWithCard(ending: Ending, logs: string): void {
  if (ending.kind !== 'card') {
    throw new StartFailure(`${noCard(ending)}\nThe logs in ${logs} tell more.`);
  }
}

function noCard(ending: Exclude<Ending, { kind: 'card' }>): string {
  return `The card did not arrive: ${ending.kind === 'no card' ? ending.reason : 'the flow does not ask for the alert.'}`;
}

async function endedByItself(part: string, logs: string): Promise<StartFailure> {
  const log = join(logs, 'back-end.log');
  const lines = (await lastLines(log, logLinesShown)).map((line) => `  | ${line.slice(0, logLineLength)}`);
  return new StartFailure(
    [`${part} ended by itself. The end of the back end's log, ${log}:`, ...lines, 'Run npm start to begin again.'].join(
      '\n',
    ),
  );
}
