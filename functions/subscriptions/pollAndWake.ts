import type { LogEntry } from '../events/logEntry.ts';
import type { Poll } from '../events/poller.ts';
import type { TimerRun } from '../runtime/timer.ts';
import { gatherHints } from './gatherHints.ts';
import type { Hints } from './hints.ts';

/** Runs a poll, and tells the flows that want what it has put into the log. */
export async function pollAndWake(
  poll: Poll,
  hints: Pick<Hints, 'wakeFor'>,
  { correlationId, log }: TimerRun,
): Promise<void> {
  const gathered = gatherHints(hints);
  // The events are stored; a flow that is not told now is found by the sweep.
  const untold = (error: unknown): void => log.warn('Flows could not be told of new events', { error });
  try {
    const onAppended = (entries: readonly LogEntry[]) => gathered.add(entries).catch(untold);
    const { appended, setAside, watermark } = await poll({ correlationId, log, onAppended });
    if (appended || setAside) log.info('Events entered the log', { appended, setAside, watermark });
  } finally {
    await gathered.flush().catch(untold);
  }
}
