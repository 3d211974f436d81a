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
  readonly start: number;
}

// Past this many waiting events, an endpoint that fails "some" events is an endpoint in trouble.
const mostWaiting = 100;
const hintGraceMs = 2_000;
const notFoundLimitMs = 24 * 60 * 60_000;

/**
 * Decides, for one subscription under one lease, what is sent next and what an outcome means. It does no I/O. When an
 * event fails, one other event is tried: if that gets through, the first event is at fault and waits by itself; if not,
 * the endpoint is, and everything waits.
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
  #retryAfterMs = 0;

  constructor(subscription: Subscription, state: CursorState, rules: LaneRules) {
    this.#subscription = subscription;
    this.#rules = rules;
    this.#state = state;
    this.#probing = state.failures > 0;
    this.#tracks = new Map(
      subscription.sources.map((source) => {
        const position = new Position(state.positions[source] ?? { cursor: 0 });
        return [source, { position, buffer: [], next: 0, scanned: position.cursor, start: position.cursor }];
      }),
    );
  }

  /** Deliveries that are under way. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Whether enough has happened since the last save that the next one should begin. */
  get wantsSave(): boolean {
    return this.#unsaved * 2 >= this.#rules.inFlight;
  }

  /** Whether `take` would give a task. */
  get hasWork(): boolean {
    return !this.#stopped && (this.#waitingTask() ?? this.#peekFresh()) !== undefined;
  }

  /** By how many events the cursors have moved since the lane began. */
  get advancedBy(): number {
    return [...this.#tracks.values()].reduce((sum, { position, start }) => sum + position.cursor - start, 0);
  }

  /** Where each source has been looked through to. */
  get scanned(): readonly { readonly source: Source; readonly sequence: number }[] {
    return [...this.#tracks].map(([source, { scanned }]) => ({ source, sequence: scanned }));
  }

  feed(source: Source, entries: readonly LogEntry[]): void {
    const track = this.#track(source);
    track.buffer = [...track.buffer.slice(track.next), ...entries];
    track.next = 0;
    track.scanned = entries.at(-1)?.sequence ?? track.scanned;
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
    const task = this.#waitingTask() ?? this.#freshTask();
    if (task) this.#underWay.add(keyOf(task));
    return task;
  }

  /** What an attempt came to; gives the events that are to be buried as dead letters, with `buried` called afterwards. */
  settle(task: Task, outcome: Outcome): readonly Burial[] {
    const { source, sequence } = task;
    const { position } = this.#track(source);
    this.#underWay.delete(keyOf(task));
    this.#unsaved++;
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
    if (this.#suspects.size) {
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

  #waitingTask(): Task | undefined {
    const nowMs = this.#rules.now();
    for (const [source, { position }] of this.#tracks) {
      for (const { sequence, attempts, notBeforeMs } of position.waiting) {
        const key = keyOf({ source, sequence });
        if (this.#underWay.has(key)) continue;
        const due = this.#probing ? !this.#suspects.has(key) : notBeforeMs <= nowMs;
        if (due) return { source, sequence, attempt: attempts + 1, isReplay: position.isReplay(sequence) };
        if (this.#subscription.filter.keepOrder) return undefined;
      }
    }
    return undefined;
  }

  #freshTask(): Task | undefined {
    const task = this.#peekFresh();
    if (task) this.#track(task.source).next++;
    return task;
  }

  // What nobody wants is finished in passing.
  #peekFresh(): Task | undefined {
    for (const [source, track] of this.#tracks) {
      const { position } = track;
      if (position.waiting.length >= (this.#subscription.filter.keepOrder ? 1 : mostWaiting)) continue;
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
    this.#suspects.set(keyOf({ source, sequence }), { source, sequence });
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
    // A wait that the endpoint asks for is about the endpoint, and so is a second event that failed.
    if (outcome.retryAfterMs !== undefined) this.#retryAfterMs = Math.max(this.#retryAfterMs, outcome.retryAfterMs);
    const keptBack =
      this.#subscription.filter.keepOrder || outcome.status === 429 || outcome.retryAfterMs !== undefined;
    if (keptBack || this.#suspects.size >= 2) this.#stopped = true;
  }
}

const keyOf = ({ source, sequence }: { source: Source; sequence: number }): string => `${source} ${sequence}`;
