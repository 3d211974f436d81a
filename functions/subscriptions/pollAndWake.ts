import type { LogEntry } from '../events/logEntry.ts';
import type { Poll } from '../events/poller.ts';
import type { TimerRun } from '../runtime/timer.ts';
import { gatherHints } from './gatherHints.ts';
import { type Hints, untold } from './hints.ts';

/** Runs a poll, and tells the flows that want what it has put into the log. */
export async function pollAndWake(
  poll: Poll,
  hints: Pick<Hints, 'wakeFor'>,
  { correlationId, log }: TimerRun,
): Promise<void> {
  const gathered = gatherHints(hints);
  try {
    const onAppended = (entries: readonly LogEntry[]) => gathered.add(entries).catch(untold(log));
    const { appended, setAside, watermark } = await poll({ correlationId, log, onAppended });
    if (appended || setAside) log.info('Events entered the log', { appended, setAside, watermark });
  } finally {
    await gathered.flush().catch(untold(log));
  }
}
