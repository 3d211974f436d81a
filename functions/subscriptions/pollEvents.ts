import type { Source } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import { shifted } from '../events/isoTime.ts';
import type { LogEntry } from '../events/logEntry.ts';
import { invalid } from '../runtime/problem.ts';
import { type EventFilter, passes } from './filter.ts';

/** What a polling trigger looks for. */
export interface PollWish {
  readonly source: Source;
  readonly types: readonly string[];
  readonly filter: EventFilter;
  /** From the answer before; left out: from now. */
  readonly cursor?: string;
}

/** An event with the cursor that leads to what follows it. */
export interface PolledEvent {
  readonly entry: LogEntry;
  readonly cursor: string;
}

export interface Polled {
  /** In the order of the log. */
  readonly events: readonly PolledEvent[];
  /** Leads to everything that was not looked at yet. */
  readonly cursor: string;
  /** Whether there is more to look at already. */
  readonly more: 'waits' | 'is to come';
}

const mostEvents = 100;
/** Of all events together, but for the first: alerts may be large, and an answer must stay one that a flow can take. */
const mostCharacters = 8 * 1024 * 1024;
/** So that a flow far behind is answered in seconds, whatever its filter. */
const mostEntries = 5_000;
/** As for webhook triggers: sources are slow to show what happened. */
const graceMs = 15 * 60_000;

/**
 * What follows a cursor in the log and passes a filter. The cursor is a place in the log, not a time, so events of the
 * same instant are told apart; it also keeps from when on records count, and sorts as a text.
 */
export async function pollEvents(
  log: Pick<EventLog, 'head' | 'after'>,
  { source, types, filter, cursor }: PollWish,
  now: Date,
): Promise<Polled> {
  const { nextSequence, firstSequence } = await log.head(source);
  if (cursor === undefined) {
    const earliest = shifted(now.toISOString(), -graceMs);
    return { events: [], cursor: written(nextSequence - 1, earliest), more: 'is to come' };
  }
  const { sequence, earliest } = read(cursor);
  // A place that the log does not have yet is from before it was emptied: everything in it is new.
  let place = sequence < nextSequence ? sequence : firstSequence - 1;
  const end = Math.min(nextSequence - 1, place + mostEntries);
  const events: PolledEvent[] = [];
  let characters = 0;
  const isFull = (): boolean => events.length === mostEvents || characters >= mostCharacters;
  while (place < end && !isFull()) {
    const entries = await log.after(source, place);
    if (entries.length === 0) break;
    for (const entry of entries) {
      if (isFull()) break;
      place = entry.sequence;
      if (entry.target !== undefined || entry.recordedAt < earliest || !types.includes(entry.type)) continue;
      if (!passes(filter, entry)) continue;
      events.push({ entry, cursor: written(place, earliest) });
      characters += entry.json.length;
    }
  }
  return { events, cursor: written(place, earliest), more: place < nextSequence - 1 ? 'waits' : 'is to come' };
}

const cursorPattern = /^(\d{16})-(\d{13})$/;

const written = (sequence: number, earliest: string): string =>
  `${String(sequence).padStart(16, '0')}-${String(Date.parse(earliest)).padStart(13, '0')}`;

function read(cursor: string): { sequence: number; earliest: string } {
  const [, sequence, earliest] = cursorPattern.exec(cursor) ?? [];
  if (sequence === undefined || earliest === undefined) {
    throw invalid('query.cursor', 'is not one that this trigger gave out; leave it out to begin from now.');
  }
  return { sequence: Number(sequence), earliest: new Date(Number(earliest)).toISOString() };
}
