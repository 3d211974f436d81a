import { RowConflict } from '../storage/rowConflict.ts';
import type { Source } from './event.ts';
import type { EventLog, NewEvent } from './eventLog.ts';
import type { LogEntry } from './logEntry.ts';

const mostConflicts = 20;

/** Puts one event into the log, whoever else writes to its source at the same time. */
export async function appendEvent(
  log: Pick<EventLog, 'head' | 'append'>,
  source: Source,
  { correlationId, ...event }: NewEvent & { readonly correlationId: string },
): Promise<LogEntry | undefined> {
  for (let attempt = 1; ; attempt++) {
    const head = await log.head(source);
    try {
      // A source that nobody polls has no watermark.
      const append = { events: [event], upperBound: head.watermark ?? event.draft.recordedAt, correlationId };
      return (await log.append(source, head, append)).entries[0];
    } catch (error) {
      if (!(error instanceof RowConflict) || attempt === mostConflicts) throw error;
    }
  }
}
