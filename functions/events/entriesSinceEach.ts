import type { Source } from './event.ts';
import type { EventLog } from './eventLog.ts';
import type { LogEntry } from './logEntry.ts';

interface Bounds {
  /** So many entries follow each time, unless all together are too many. */
  readonly each: number;
  readonly all: number;
}

/**
 * What a source recorded since each of some times, every entry once: all of it where that is not too much, otherwise
 * the first entries after each time, and of the times the newest.
 */
export async function* entriesSinceEach(
  log: Pick<EventLog, 'head' | 'after' | 'sequenceBefore'>,
  source: Source,
  times: readonly string[],
  { each, all }: Bounds,
): AsyncGenerator<readonly LogEntry[]> {
  if (times.length === 0) return;
  let end = (await log.head(source)).nextSequence - 1;
  let left = all;
  // Spans of times, the newest last.
  const spans = [[...new Set(times)].sort()];
  for (let span = spans.pop(); span !== undefined && left > 0; span = spans.pop()) {
    const [from = ''] = span;
    let at = await log.sequenceBefore(source, from);
    // To find a place takes some reads, so a span is parted only when it is too long to be read as a whole.
    if (end - at > each && span.length > 1) {
      const middle = Math.ceil(span.length / 2);
      spans.push(span.slice(0, middle), span.slice(middle));
      continue;
    }
    const last = Math.min(end, at + Math.min(each, left));
    end = Math.min(end, at);
    while (at < last) {
      const page = (await log.after(source, at)).filter(({ sequence }) => sequence <= last);
      if (page.length === 0) break;
      left -= page.length;
      at = page.at(-1)?.sequence ?? last;
      yield page;
    }
  }
}
