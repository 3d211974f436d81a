import type { Source } from '../events/event.ts';
import type { LogEntry } from '../events/logEntry.ts';
import { Position, type StoredPosition } from './position.ts';

/** One source as a lane reads it: how far it has come, and the entries that were read but not looked at yet. */
export class Track {
  readonly source: Source;
  readonly position: Position;
  readonly #start: number;
  #buffer: readonly LogEntry[] = [];
  #next = 0;
  #scanned: number;
  #isAtEnd = false;

  constructor(source: Source, stored: StoredPosition = { cursor: 0 }) {
    this.source = source;
    this.position = new Position(stored);
    this.#start = this.position.cursor;
    this.#scanned = this.position.cursor;
  }

  /** Where the source is to be read on. */
  get scanned(): number {
    return this.#scanned;
  }

  /** Whether the last read found nothing more, and all before it was looked at. */
  get isAtEnd(): boolean {
    return this.#isAtEnd && this.#next >= this.#buffer.length;
  }

  /** By how many events the cursor has moved. */
  get advancedBy(): number {
    return this.position.cursor - this.#start;
  }

  feed(entries: readonly LogEntry[]): void {
    const [first] = entries;
    // Sequences have no gaps, and the log drops its oldest entries first: what is missing here is past retention.
    if (first && first.sequence > this.#scanned + 1) this.position.finishUpTo(first.sequence - 1);
    this.#buffer = [...this.#buffer.slice(this.#next), ...entries];
    this.#next = 0;
    this.#scanned = entries.at(-1)?.sequence ?? this.#scanned;
    this.#isAtEnd = entries.length === 0;
  }

  /** The next entry that nothing was decided about yet. */
  peek(): LogEntry | undefined {
    for (let entry = this.#buffer[this.#next]; entry; entry = this.#buffer[++this.#next])
      if (!this.position.isFinished(entry.sequence) && !this.position.waitingFor(entry.sequence)) return entry;
    return undefined;
  }

  /** Leaves the entry that `peek` gave behind. */
  pass(): void {
    this.#next++;
  }
}
