import type { Source } from '../events/event.ts';
import type { LogEntry } from '../events/logEntry.ts';

/** A minute that began with the first event sent in it. */
export interface StormWindow {
  readonly startMs: number;
  readonly sent: number;
}

interface Held {
  readonly first: number;
  readonly last: number;
}

interface GuardRules {
  /** Events a minute; 0: as many as come. */
  readonly limit: number;
  readonly now: () => number;
}

const windowMs = 60_000;

/**
 * Lets so many events a minute through one by one, and holds the rest until the minute is over: they are then due as one
 * digest, and the next event begins a new minute. What is held is not stored, since the log and the window tell it anew.
 */
export class StormGuard {
  readonly #rules: GuardRules;
  readonly #held = new Map<Source, Held>();
  #window: StormWindow | undefined;

  constructor(rules: GuardRules, stored?: StormWindow) {
    this.#rules = rules;
    this.#window = stored;
  }

  get window(): StormWindow | undefined {
    return this.#window;
  }

  /** When what is held is due; absent while nothing is. */
  get dueAtMs(): number | undefined {
    return this.#held.size && this.#window ? this.#window.startMs + windowMs : undefined;
  }

  isHolding(source: Source): boolean {
    return this.#held.has(source);
  }

  /** Whether an event waits for a digest, by itself or because one before it does. */
  holds({ source, detectedAt }: Pick<LogEntry, 'source' | 'detectedAt'>): boolean {
    const { limit } = this.#rules;
    if (limit === 0) return false;
    if (this.#held.has(source)) return true;
    if (!this.#window || this.#window.sent < limit) return false;
    // A process that died held what came within the minute; what came later begins a new one.
    return !this.#isOver() || Date.parse(detectedAt) < this.#window.startMs + windowMs;
  }

  hold({ source, sequence }: Pick<LogEntry, 'source' | 'sequence'>): void {
    this.#held.set(source, { first: this.#held.get(source)?.first ?? sequence, last: sequence });
  }

  /** An event was let through. */
  count(): void {
    const { limit, now } = this.#rules;
    if (limit === 0) return;
    this.#window =
      this.#window && !this.#isOver() ? { ...this.#window, sent: this.#window.sent + 1 } : { startMs: now(), sent: 1 };
  }

  /** What a source holds, once the minute is over. */
  due(source: Source): Held | undefined {
    return this.#isOver() ? this.#held.get(source) : undefined;
  }

  /** What a source held is decided on. */
  release(source: Source): void {
    this.#held.delete(source);
    if (!this.#held.size) this.#window = undefined;
  }

  // A clock that was set back would otherwise hold events for as long as it was wrong.
  #isOver(): boolean {
    const passedMs = this.#rules.now() - (this.#window?.startMs ?? 0);
    return passedMs < 0 || passedMs >= windowMs;
  }
}
