import type { Source } from '../events/event.ts';
import type { CursorState } from './cursorStore.ts';
import type { DigestRange } from './digest.ts';
import type { Task, Tried } from './task.ts';

export type StoredDigest = NonNullable<CursorState['digest']>;

/**
 * The digest that a subscription has open, if any. What it stands for does not change once it was decided, and it is sent
 * only after it was saved, so that a crash repeats it as it was.
 */
export class OpenDigest {
  #stored: StoredDigest | undefined;
  #isSaved: boolean;

  constructor(stored: StoredDigest | undefined) {
    this.#stored = stored;
    this.#isSaved = stored !== undefined;
  }

  get stored(): StoredDigest | undefined {
    return this.#stored;
  }

  get isUnsaved(): boolean {
    return this.#stored !== undefined && !this.#isSaved;
  }

  /** What sends it; absent before it was saved. */
  get task(): Task | undefined {
    if (!this.#stored || !this.#isSaved) return undefined;
    const { source, first, last, attempts } = this.#stored;
    return { source, sequence: first, last, attempt: attempts + 1, isReplay: false };
  }

  /** Whether an event lies in its range. */
  spans(source: Source, sequence: number): boolean {
    const { stored } = this;
    return stored?.source === source && stored.first <= sequence && sequence <= stored.last;
  }

  open(range: DigestRange): void {
    this.#stored = { ...range, attempts: 0, strikes: 0, notBeforeMs: 0 };
    this.#isSaved = false;
  }

  /** It failed, and is due again. */
  await({ attempts, strikes, notBeforeMs }: Tried): void {
    if (this.#stored) this.#stored = { ...this.#stored, attempts, strikes, notBeforeMs };
  }

  /** A state with this digest in it was saved. */
  saved(digest: StoredDigest): void {
    if (digest.source === this.#stored?.source && digest.first === this.#stored.first) this.#isSaved = true;
  }

  close(): void {
    this.#stored = undefined;
  }
}
