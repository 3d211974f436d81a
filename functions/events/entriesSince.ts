import type { Source } from './event.ts';
import type { EventLog } from './eventLog.ts';
import type { LogEntry } from './logEntry.ts';

/** Pages of what a source recorded since a time, ending with the one that reaches so many entries. */
export async function* entriesSince(
  log: Pick<EventLog, 'after' | 'sequenceBefore'>,
  source: Source,
  { from, most }: { readonly from: string; readonly most: number },
): AsyncGenerator<readonly LogEntry[]> {
  let at = await log.sequenceBefore(source, from);
  for (let read = 0; read < most; ) {
    const page = await log.after(source, at);
    if (page.length === 0) return;
    read += page.length;
    at = page.at(-1)?.sequence ?? at;
    yield page;
  }
}
