/** An event that was tried and waits for its next attempt. */
export interface Waiting {
  readonly sequence: number;
  readonly attempts: number;
  /** The attempts that failed while others got through; these count towards the dead letter. */
  readonly strikes: number;
  readonly notBeforeMs: number;
  readonly isReplay?: true;
}

/** How far a subscription has come in one source, as it is stored. */
export interface StoredPosition {
  /** Everything up to here is finished. */
  readonly cursor: number;
  /** Ranges that are finished above the cursor, in order, not touching. */
  readonly finished?: readonly (readonly [first: number, last: number])[];
  readonly waiting?: readonly Waiting[];
  /** Events up to here were sent before, and are sent again. */
  readonly replayUntil?: number;
}

/**
 * How far a subscription has come in one source: the cursor is the highest sequence with nothing unfinished at or below
 * it, whatever the order in which events finish.
 */
export class Position {
  #cursor: number;
  #finished: [first: number, last: number][];
  readonly #waiting: Map<number, Waiting>;
  readonly #replayUntil: number;

  constructor({ cursor, finished = [], waiting = [], replayUntil = 0 }: StoredPosition) {
    this.#cursor = cursor;
    this.#finished = finished.map(([first, last]) => [first, last]);
    this.#waiting = new Map(waiting.map((event) => [event.sequence, event]));
    this.#replayUntil = replayUntil;
  }

  get cursor(): number {
    return this.#cursor;
  }

  get waiting(): readonly Waiting[] {
    return [...this.#waiting.values()].sort((one, other) => one.sequence - other.sequence);
  }

  waitingFor(sequence: number): Waiting | undefined {
    return this.#waiting.get(sequence);
  }

  isFinished(sequence: number): boolean {
    return sequence <= this.#cursor || this.#finished.some(([first, last]) => first <= sequence && sequence <= last);
  }

  isReplay(sequence: number): boolean {
    return sequence <= this.#replayUntil || this.#waiting.get(sequence)?.isReplay === true;
  }

  wait(event: Waiting): void {
    this.#waiting.set(event.sequence, event);
  }

  finish(sequence: number): void {
    this.#waiting.delete(sequence);
    if (this.isFinished(sequence)) return;
    if (sequence === this.#cursor + 1) {
      this.#cursor = sequence;
      const [next] = this.#finished;
      if (next && next[0] === this.#cursor + 1) {
        this.#cursor = next[1];
        this.#finished.shift();
      }
      return;
    }
    const at = this.#finished.findIndex(([first]) => first > sequence);
    const index = at === -1 ? this.#finished.length : at;
    const before = this.#finished[index - 1];
    const after = this.#finished[index];
    const joinsBefore = before !== undefined && before[1] + 1 === sequence;
    const joinsAfter = after !== undefined && after[0] === sequence + 1;
    if (joinsBefore && joinsAfter) {
      before[1] = after[1];
      this.#finished.splice(index, 1);
    } else if (joinsBefore) before[1] = sequence;
    else if (joinsAfter) after[0] = sequence;
    else this.#finished.splice(index, 0, [sequence, sequence]);
  }

  /** Finishes everything up to a sequence: the log has dropped it. */
  finishUpTo(last: number): void {
    for (const sequence of this.#waiting.keys()) if (sequence <= last) this.#waiting.delete(sequence);
    if (last <= this.#cursor) return;
    this.#finished = this.#finished.filter(([, end]) => end > last);
    const [next] = this.#finished;
    if (next && next[0] <= last + 1) this.#finished.shift();
    this.#cursor = next && next[0] <= last + 1 ? next[1] : last;
  }

  stored(): StoredPosition {
    return {
      cursor: this.#cursor,
      ...(this.#finished.length && { finished: this.#finished.map(([first, last]) => [first, last] as const) }),
      ...(this.#waiting.size && { waiting: this.waiting }),
      ...(this.#replayUntil > this.#cursor && { replayUntil: this.#replayUntil }),
    };
  }
}

/** The position from which a range of sequences is sent again; what lies outside of the range stays as it was. */
export const rewound = (
  stored: StoredPosition,
  range: { readonly first: number; readonly last: number },
): StoredPosition => {
  const { cursor, finished = [], replayUntil = 0 } = stored;
  const highest = finished.at(-1)?.[1] ?? cursor;
  const first = Math.max(range.first, 1);
  const last = Math.min(range.last, highest);
  if (first > last) return stored;
  const remaining = [[0, cursor] as const, ...finished].flatMap(([from, to]) => [
    [from, Math.min(to, first - 1)] as const,
    [Math.max(from, last + 1), to] as const,
  ]);
  // The range that begins at nought always remains: it ends at the new cursor.
  const [[, newCursor] = [0, 0], ...ahead] = remaining.filter(([from, to]) => from <= to);
  return {
    ...stored,
    cursor: newCursor,
    finished: ahead,
    replayUntil: Math.max(last, replayUntil),
  };
};

/** The position from which some sequences are sent again, each by itself; one that is still to come is left to come. */
export const replayed = (stored: StoredPosition, sequences: readonly number[]): StoredPosition => {
  const position = new Position(stored);
  for (const sequence of sequences)
    if (position.isFinished(sequence))
      position.wait({ sequence, attempts: 0, strikes: 0, notBeforeMs: 0, isReplay: true });
  return position.stored();
};
