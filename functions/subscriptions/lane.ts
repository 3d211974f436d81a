import type { Source } from '../events/event.ts';
import type { LogEntry } from '../events/logEntry.ts';
import type { CursorState } from './cursorStore.ts';
import type { Outcome } from './outcome.ts';
import { Position } from './position.ts';
import { endpointDelayMs, eventDelayMs } from './retrySchedule.ts';
import { type Subscription, wants } from './subscription.ts';

/** One attempt that is to be made now. */
export interface Task {
  readonly source: Source;
  readonly sequence: number;
  /** Absent for an event that waited: it is read again. */
  readonly entry?: LogEntry;
  readonly attempt: number;
  readonly isReplay: boolean;
}

/** An event that the subscription will not get by itself any more. */
export interface Burial {
  readonly source: Source;
  readonly sequence: number;
  readonly status?: number;
  readonly reason: string;
  readonly attempts: number;
}

export interface LaneRules {
  /** The most deliveries that a crash could repeat: those under way, and those done but not yet saved. */
  readonly inFlight: number;
  readonly attemptsPerEvent: number;
  /** Divides waits; 1 but in the sandbox. */
  readonly timeScale: number;
  readonly now: () => number;
}

interface Track {
  readonly position: Position;
  /** Entries that were read but not yet looked at begin at `next`. */
  buffer: readonly LogEntry[];
  next: number;
  scanned: number;
  /** Whether the last read found nothing more. */
  isAtEnd: boolean;
  readonly start: number;
}

// Past this many waiting events, an endpoint that fails "some" events is an endpoint in trouble.
const mostWaiting = 100;
const hintGraceMs = 2_000;
const notFoundLimitMs = 24 * 60 * 60_000;

/**
 * Decides, for one subscription under one lease, what is sent next and what an outcome means. It does no I/O. When an
 * event fails, one other event is tried, the one that was tried least: if that gets through, the first event is at fault
 * and waits by itself; if not, the endpoint is, and everything waits.
 */
export class Lane {
  readonly #subscription: Subscription;
  readonly #rules: LaneRules;
  readonly #tracks: ReadonlyMap<Source, Track>;
  readonly #underWay = new Set<string>();
  /** Events that failed since the endpoint last took something. */
  readonly #suspects = new Map<string, { source: Source; sequence: number }>();
  #state: CursorState;
  #probing: boolean;
  #unsaved = 0;
  #stopped = false;
  #isToldToWait = false;
  #retryAfterMs = 0;

  constructor(subscription: Subscription, state: CursorState, rules: LaneRules) {
    this.#subscription = subscription;
    this.#rules = rules;
    this.#state = state;
    this.#probing = state.failures > 0;
    this.#tracks = new Map(
      subscription.sources.map((source) => {
        const position = new Position(state.positions[source] ?? { cursor: 0 });
        return [
          source,
          { position, buffer: [], next: 0, scanned: position.cursor, isAtEnd: false, start: position.cursor },
        ];
      }),
    );
  }

  /** Events that are being delivered or buried. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Whether enough has happened since the last save that the next one should begin. */
  get wantsSave(): boolean {
    // With nothing under way there is nothing to wait for: what is not saved would only be repeated by a crash.
    return this.#unsaved * 2 >= this.#rules.inFlight || (this.#unsaved > 0 && this.#underWay.size === 0);
  }

  /** Whether `take` would give a task once nothing is under way. */
  get hasWork(): boolean {
    return !this.#stopped && this.#nextTask() !== undefined;
  }

  /** By how many events the cursors have moved since the lane began. */
  get advancedBy(): number {
    return [...this.#tracks.values()].reduce((sum, { position, start }) => sum + position.cursor - start, 0);
  }

  /** Where each source is to be read on; one in which too much waits already is not. */
  get toRead(): readonly { readonly source: Source; readonly after: number }[] {
    return [...this.#tracks]
      .filter(([, track]) => !this.#isFull(track))
      .map(([source, { scanned }]) => ({ source, after: scanned }));
  }

  feed(source: Source, entries: readonly LogEntry[]): void {
    const track = this.#track(source);
    const [first] = entries;
    // Sequences have no gaps, and the log drops its oldest entries first: what is missing here is past retention.
    if (first && first.sequence > track.scanned + 1) track.position.finishUpTo(first.sequence - 1);
    track.buffer = [...track.buffer.slice(track.next), ...entries];
    track.next = 0;
    track.scanned = entries.at(-1)?.sequence ?? track.scanned;
    track.isAtEnd = entries.length === 0;
  }

  get isStopped(): boolean {
    return this.#stopped;
  }

  /** Takes no more tasks. */
  stop(): void {
    this.#stopped = true;
  }

  /** The next attempt to make, or nothing for now. */
  take(): Task | undefined {
    const { keepOrder } = this.#subscription.filter;
    const most = keepOrder || this.#probing ? 1 : this.#rules.inFlight;
    if (this.#stopped || this.#underWay.size >= most || this.#underWay.size + this.#unsaved >= this.#rules.inFlight)
      return undefined;
    const task = this.#nextTask();
    if (!task) return undefined;
    this.#underWay.add(keyOf(task));
    if (task.entry) this.#track(task.source).next++;
    return task;
  }

  /** What an attempt came to; gives the events that are to be buried as dead letters, with `buried` called afterwards. */
  settle(task: Task, outcome: Outcome): readonly Burial[] {
    const { source, sequence } = task;
    const { position } = this.#track(source);
    // What is refused is under way until it is buried.
    if (outcome.kind !== 'refused') {
      this.#underWay.delete(keyOf(task));
      this.#unsaved++;
    }
    switch (outcome.kind) {
      case 'delivered':
        position.finish(sequence);
        this.#recover();
        this.#state = {
          ...this.#state,
          delivered: this.#state.delivered + 1,
          lastDeliveredAt: new Date(this.#rules.now()).toISOString(),
        };
        return this.#strikeSuspects();
      case 'refused': {
        this.#recover();
        const reason = `The callback refused the event with ${outcome.status}.`;
        const refused = { source, sequence, status: outcome.status, reason, attempts: task.attempt };
        return [refused, ...this.#strikeSuspects()];
      }
      case 'gone':
        this.#stopped = true;
        return [];
      case 'trouble':
        this.#troubled(task, outcome);
        return [];
    }
  }

  /** The event is a dead letter, or cannot be read any more, and holds nothing up. */
  buried({ source, sequence }: Pick<Burial, 'source' | 'sequence'>): void {
    this.#track(source).position.finish(sequence);
    this.#underWay.delete(keyOf({ source, sequence }));
    this.#suspects.delete(keyOf({ source, sequence }));
    this.#unsaved++;
  }

  /** The state to save; `saved` says that it was. */
  snapshot(): { readonly state: CursorState; readonly saved: () => void } {
    const counted = this.#unsaved;
    const positions = Object.fromEntries(
      [...this.#tracks].map(([source, { position }]) => [source, position.stored()]),
    );
    return {
      state: { ...this.#state, positions },
      saved: () => {
        this.#unsaved -= counted;
      },
    };
  }

  /** To be called when nothing is under way and nothing can be taken: when there is reason to come back, and in what state. */
  conclude(): { readonly againInMs?: number; readonly suspendedFor?: string } {
    const nowMs = this.#rules.now();
    if (this.#suspects.size || this.#isToldToWait) {
      const failures = this.#state.failures + 1;
      const troubleSinceMs = this.#state.troubleSinceMs ?? nowMs;
      const forMs = (nowMs - troubleSinceMs) * this.#rules.timeScale;
      const againInMs = Math.max(endpointDelayMs({ failures, forMs }) / this.#rules.timeScale, this.#retryAfterMs);
      this.#state = { ...this.#state, failures, troubleSinceMs, retryAtMs: nowMs + againInMs };
      const { notFoundSinceMs } = this.#state;
      if (notFoundSinceMs !== undefined && (nowMs - notFoundSinceMs) * this.#rules.timeScale >= notFoundLimitMs)
        return { suspendedFor: 'The callback has answered nothing but 404 for 24 hours.' };
      return { againInMs };
    }
    const dueMs = [...this.#tracks.values()].flatMap(({ position }) =>
      position.waiting.map(({ notBeforeMs }) => notBeforeMs),
    );
    const { wakeAtMs = 0, retryAtMs: _ended, ...state } = this.#state;
    if (this.#stopped) {
      this.#state = { ...state, wakeAtMs };
      return { againInMs: 0 };
    }
    const nextMs = Math.min(...dueMs);
    // One hint for the next event that waits is enough, however often others come by before it is due.
    if (!dueMs.length || (wakeAtMs > nowMs && wakeAtMs <= nextMs + hintGraceMs)) {
      this.#state = { ...state, wakeAtMs };
      return {};
    }
    this.#state = { ...state, wakeAtMs: nextMs };
    return { againInMs: Math.max(0, nextMs - nowMs) };
  }

  #track(source: Source): Track {
    const track = this.#tracks.get(source);
    if (!track) throw new Error(`The subscription does not follow ${source}.`);
    return track;
  }

  #isFull({ position }: Track): boolean {
    return position.waiting.length >= (this.#subscription.filter.keepOrder ? 1 : mostWaiting);
  }

  #nextTask(): Task | undefined {
    if (!this.#suspects.size) return this.#dueTask() ?? this.#freshTask();
    const isReadOut = [...this.#tracks.values()].every((track) => track.isAtEnd || this.#isFull(track));
    return this.#freshTask() ?? (isReadOut ? this.#leastTried() : undefined);
  }

  // An endpoint in trouble is probed by an event that is not due yet, too.
  #dueTask(): Task | undefined {
    const nowMs = this.#rules.now();
    for (const [source, { position }] of this.#tracks) {
      for (const { sequence, attempts, notBeforeMs } of position.waiting) {
        if (this.#underWay.has(keyOf({ source, sequence }))) continue;
        if (this.#probing || notBeforeMs <= nowMs)
          return { source, sequence, attempt: attempts + 1, isReplay: position.isReplay(sequence) };
        if (this.#subscription.filter.keepOrder) return undefined;
      }
    }
    return undefined;
  }

  #leastTried(): Task | undefined {
    const [least] = [...this.#tracks]
      .flatMap(([source, { position }]) =>
        position.waiting.map(({ sequence, attempts }) => ({
          source,
          sequence,
          attempt: attempts + 1,
          isReplay: position.isReplay(sequence),
        })),
      )
      .filter((task) => !this.#underWay.has(keyOf(task)) && !this.#suspects.has(keyOf(task)))
      .sort((one, other) => one.attempt - other.attempt);
    return least;
  }

  // What nobody wants is finished in passing.
  #freshTask(): Task | undefined {
    for (const [source, track] of this.#tracks) {
      const { position } = track;
      if (this.#isFull(track)) continue;
      for (let entry = track.buffer[track.next]; entry; entry = track.buffer[++track.next]) {
        const { sequence } = entry;
        if (position.isFinished(sequence) || position.waitingFor(sequence)) continue;
        const isReplay = position.isReplay(sequence);
        if (wants(this.#subscription, entry, isReplay ? 'replay' : 'live'))
          return { source, sequence, entry, attempt: 1, isReplay };
        position.finish(sequence);
      }
    }
    return undefined;
  }

  #recover(): void {
    this.#probing = false;
    const { retryAtMs, troubleSinceMs, notFoundSinceMs, ...state } = this.#state;
    this.#state = { ...state, failures: 0 };
  }

  #strikeSuspects(): readonly Burial[] {
    const burials: Burial[] = [];
    for (const { source, sequence } of this.#suspects.values()) {
      const { position } = this.#track(source);
      const event = position.waitingFor(sequence);
      if (!event) continue;
      const strikes = event.strikes + 1;
      if (strikes >= this.#rules.attemptsPerEvent && !this.#subscription.filter.keepOrder) {
        const { lastTrouble } = this.#state;
        // It is not to be taken again while it is being buried.
        this.#underWay.add(keyOf({ source, sequence }));
        const reason =
          `The event failed ${strikes} times while others got through. ${lastTrouble?.reason ?? ''}`.trim();
        burials.push({
          source,
          sequence,
          attempts: event.attempts,
          reason,
          ...(lastTrouble?.status !== undefined && { status: lastTrouble.status }),
        });
        continue;
      }
      const notBeforeMs = this.#rules.now() + eventDelayMs(strikes) / this.#rules.timeScale;
      position.wait({ ...event, strikes, notBeforeMs });
    }
    this.#suspects.clear();
    return burials;
  }

  #troubled({ source, sequence, attempt, isReplay }: Task, outcome: Outcome & { kind: 'trouble' }): void {
    const { position } = this.#track(source);
    const nowMs = this.#rules.now();
    position.wait({
      sequence,
      attempts: attempt,
      strikes: position.waitingFor(sequence)?.strikes ?? 0,
      notBeforeMs: nowMs,
      ...(isReplay && { isReplay: true as const }),
    });
    // To be throttled is never the event's fault.
    if (outcome.status !== 429) this.#suspects.set(keyOf({ source, sequence }), { source, sequence });
    this.#probing = true;
    const { notFoundSinceMs, ...state } = this.#state;
    this.#state = {
      ...state,
      ...(outcome.status === 404 && { notFoundSinceMs: notFoundSinceMs ?? nowMs }),
      lastTrouble: {
        at: new Date(nowMs).toISOString(),
        reason: outcome.reason,
        ...(outcome.status !== undefined && { status: outcome.status }),
      },
    };
    // A wait that the endpoint asks for holds whatever else got through, and a second event that failed is its fault.
    if (outcome.retryAfterMs !== undefined) this.#retryAfterMs = Math.max(this.#retryAfterMs, outcome.retryAfterMs);
    if (outcome.status === 429 || outcome.retryAfterMs !== undefined) this.#isToldToWait = true;
    if (this.#isToldToWait || this.#subscription.filter.keepOrder || this.#suspects.size >= 2) this.#stopped = true;
  }
}

const keyOf = ({ source, sequence }: { source: Source; sequence: number }): string => `${source} ${sequence}`;
