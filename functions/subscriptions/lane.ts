import type { Source } from '../events/event.ts';
import type { LogEntry } from '../events/logEntry.ts';
import type { CursorState } from './cursorStore.ts';
import { Endpoint } from './endpoint.ts';
import { OpenDigest } from './openDigest.ts';
import type { Outcome } from './outcome.ts';
import { eventDelayMs } from './retrySchedule.ts';
import { StormGuard } from './stormGuard.ts';
import { type Subscription, wants } from './subscription.ts';
import { type Burial, keyOf, type LaneRules, type Place, placeOnly, type Task, type Tried } from './task.ts';
import { Track } from './track.ts';

// Past this many waiting events, an endpoint that fails "some" events is an endpoint in trouble.
const mostWaiting = 100;
const hintGraceMs = 2_000;

/**
 * Decides, for one subscription under one lease, what is sent next and what an outcome means. It does no I/O. When an
 * event fails, one other event is tried, the one that was tried least: if that gets through, the first event is at fault
 * and waits by itself; if not, the endpoint is, and everything waits. An endpoint that asks for a wait is not tried with
 * another event at once, but by every second knock after it.
 */
export class Lane {
  readonly #subscription: Subscription;
  readonly #rules: LaneRules;
  readonly #tracks: ReadonlyMap<Source, Track>;
  readonly #endpoint: Endpoint;
  readonly #guard: StormGuard;
  readonly #digest: OpenDigest;
  readonly #underWay = new Set<string>();
  /** What failed since the endpoint last took something. */
  readonly #suspects = new Map<string, Place>();
  #state: Omit<CursorState, 'digest'>;
  #unsaved = 0;
  #stopped = false;

  constructor(subscription: Subscription, state: CursorState, rules: LaneRules) {
    this.#subscription = subscription;
    this.#rules = rules;
    const { digest, ...rest } = state;
    // A flow that was saved with another trigger follows other sources.
    this.#digest = new OpenDigest(digest && subscription.sources.includes(digest.source) ? digest : undefined);
    this.#state = rest;
    this.#endpoint = new Endpoint(state, rules);
    this.#guard = new StormGuard({ limit: subscription.filter.stormLimitPerMinute, now: rules.now }, state.storm);
    this.#tracks = new Map(subscription.sources.map((source) => [source, new Track(source, state.positions[source])]));
  }

  /** Deliveries that are being made or buried. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Whether the next save should begin: enough has happened since the last one, or a digest waits for it. */
  get wantsSave(): boolean {
    if (!this.#stopped && this.#digest.isUnsaved) return true;
    // With nothing under way there is nothing to wait for: what is not saved would only be repeated by a crash.
    return this.#unsaved * 2 >= this.#rules.inFlight || (this.#unsaved > 0 && this.#underWay.size === 0);
  }

  /** Whether `take` would give a task once nothing is under way and all is saved. */
  get hasWork(): boolean {
    return !this.#stopped && (this.#nextTask() !== undefined || this.#digest.isUnsaved);
  }

  /** By how many events the cursors have moved since the lane began. */
  get advancedBy(): number {
    return [...this.#tracks.values()].reduce((sum, { advancedBy }) => sum + advancedBy, 0);
  }

  /** In how long the events that a storm holds are due; absent while it holds none. */
  get heldForMs(): number | undefined {
    const { dueAtMs } = this.#guard;
    return dueAtMs === undefined ? undefined : Math.max(0, dueAtMs - this.#rules.now());
  }

  /** Where each source is to be read on; one in which too much waits already is not. */
  get toRead(): readonly { readonly source: Source; readonly after: number }[] {
    return [...this.#tracks.values()]
      .filter((track) => !this.#isFull(track))
      .map(({ source, scanned }) => ({ source, after: scanned }));
  }

  feed(source: Source, entries: readonly LogEntry[]): void {
    this.#track(source).feed(entries);
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
    const most = keepOrder || this.#endpoint.isProbing ? 1 : this.#rules.inFlight;
    if (this.#stopped || this.#underWay.size >= most || this.#underWay.size + this.#unsaved >= this.#rules.inFlight)
      return undefined;
    const task = this.#nextTask();
    if (!task) return undefined;
    this.#underWay.add(keyOf(task));
    if (task.entry) {
      this.#track(task.source).pass();
      if (isCounted(task.entry, task)) this.#guard.count();
    }
    return task;
  }

  /** Whether the digest that is to be sent stands for an entry of its range. */
  isInDigest(entry: LogEntry): boolean {
    const { position } = this.#track(entry.source);
    return (
      entry.target === undefined &&
      !position.isFinished(entry.sequence) &&
      !position.waitingFor(entry.sequence) &&
      wants(this.#subscription, entry, 'live')
    );
  }

  /** Whether what waited is still to be sent: its flow may have been saved with other filters. What somebody asked for is. */
  isStillWanted(entry: LogEntry, { isReplay }: Task): boolean {
    return isReplay || wants(this.#subscription, entry, 'live');
  }

  /**
   * What an attempt came to; gives what is to be buried as dead letters, with `buried` called afterwards. Of a digest's
   * range, the sequences in `apart` go their own way.
   */
  settle(task: Task, outcome: Outcome, apart: readonly number[] = []): readonly Burial[] {
    // What is refused is under way until it is buried.
    if (outcome.kind !== 'refused') {
      this.#underWay.delete(keyOf(task));
      this.#unsaved++;
    }
    switch (outcome.kind) {
      case 'delivered':
        this.#finish(task, apart);
        this.#endpoint.recover();
        this.#state = {
          ...this.#state,
          delivered: this.#state.delivered + 1,
          lastDeliveredAt: new Date(this.#rules.now()).toISOString(),
        };
        return this.#strikeSuspects();
      case 'refused': {
        this.#endpoint.recover();
        const reason = `The callback refused the ${nameOf(task)} with ${outcome.status}.`;
        return [
          { ...placeOnly(task), status: outcome.status, reason, attempts: task.attempt },
          ...this.#strikeSuspects(),
        ];
      }
      case 'gone':
        this.#stopped = true;
        return [];
      case 'trouble':
        this.#troubled(task, outcome);
        return [];
    }
  }

  /** The event or digest is a dead letter, is gone or no longer wanted, and holds nothing up. */
  buried(place: Place, apart: readonly number[] = []): void {
    this.#finish(place, apart);
    this.#underWay.delete(keyOf(place));
    this.#unsaved++;
  }

  /** The state to save; `saved` says that it was. */
  snapshot(): { readonly state: CursorState; readonly saved: () => void } {
    const counted = this.#unsaved;
    const { window } = this.#guard;
    const { storm, retryAtMs, troubleSinceMs, notFoundSinceMs, ...state } = this.#state;
    const digest = this.#digest.stored;
    const positions = Object.fromEntries(
      [...this.#tracks].map(([source, { position }]) => [source, position.stored()]),
    );
    return {
      state: {
        ...state,
        ...this.#endpoint.state,
        positions,
        ...(window && { storm: window }),
        ...(digest && { digest }),
      },
      saved: () => {
        this.#unsaved -= counted;
        if (digest) this.#digest.saved(digest);
      },
    };
  }

  /** To be called when nothing is under way and nothing can be taken: when there is reason to come back, and in what state. */
  conclude(): { readonly againInMs?: number; readonly suspendedFor?: string } {
    const nowMs = this.#rules.now();
    if (this.#suspects.size || this.#endpoint.isToldToWait) return this.#endpoint.backOff();
    this.#endpoint.admit();
    const dueMs = [...this.#tracks.values()].flatMap(({ position }) =>
      position.waiting.map(({ notBeforeMs }) => notBeforeMs),
    );
    if (this.#digest.stored) dueMs.push(this.#digest.stored.notBeforeMs);
    if (this.#guard.dueAtMs !== undefined) dueMs.push(this.#guard.dueAtMs);
    const { wakeAtMs = 0, ...state } = this.#state;
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

  #isReadOut(track: Track): boolean {
    return track.isAtEnd || this.#isFull(track);
  }

  // Suspects are known until a round ends, and a wait that the endpoint asks for ends it before another event was tried.
  // So every second knock is made with another one.
  get #seeksAnother(): boolean {
    if (this.#suspects.size) return true;
    const { isProbing, state } = this.#endpoint;
    return isProbing && state.failures % 2 === 0 && !this.#subscription.filter.keepOrder;
  }

  #nextTask(): Task | undefined {
    if (!this.#seeksAnother) return this.#dueTask() ?? this.#freshTask();
    const isReadOut = [...this.#tracks.values()].every((track) => this.#isReadOut(track));
    return this.#freshTask() ?? (isReadOut ? this.#leastTried() : undefined);
  }

  // An endpoint in trouble is probed by an event that is not due yet, too.
  #dueTask(): Task | undefined {
    const nowMs = this.#rules.now();
    for (const { source, position } of this.#tracks.values()) {
      for (const { sequence, attempts, notBeforeMs } of position.waiting) {
        if (this.#underWay.has(keyOf({ source, sequence }))) continue;
        if (this.#endpoint.isProbing || notBeforeMs <= nowMs)
          return { source, sequence, attempt: attempts + 1, isReplay: position.isReplay(sequence) };
        if (this.#subscription.filter.keepOrder) return undefined;
      }
    }
    const digest = this.#digestTask();
    const { notBeforeMs = 0 } = this.#digest.stored ?? {};
    return this.#endpoint.isProbing || notBeforeMs <= nowMs ? digest : undefined;
  }

  #digestTask(): Task | undefined {
    const { task } = this.#digest;
    return task && !this.#underWay.has(keyOf(task)) ? task : undefined;
  }

  #leastTried(): Task | undefined {
    const waiting = [...this.#tracks.values()].flatMap(({ source, position }) =>
      position.waiting.map(({ sequence, attempts }) => ({
        source,
        sequence,
        attempt: attempts + 1,
        isReplay: position.isReplay(sequence),
      })),
    );
    const digest = this.#digestTask();
    const [least] = [...waiting, ...(digest ? [digest] : [])]
      .filter((task) => !this.#underWay.has(keyOf(task)) && !this.#suspects.has(keyOf(task)))
      .sort((one, other) => one.attempt - other.attempt);
    return least;
  }

  // What nobody wants is finished in passing.
  #freshTask(): Task | undefined {
    if (this.#digest.stored && this.#subscription.filter.keepOrder) return undefined;
    for (const track of this.#tracks.values()) {
      if (this.#isFull(track)) continue;
      const { source, position } = track;
      for (let entry = track.peek(); entry; entry = track.peek()) {
        const { sequence } = entry;
        const isReplay = position.isReplay(sequence);
        if (entry.target === undefined && this.#digest.spans(source, sequence)) track.pass();
        else if (!wants(this.#subscription, entry, isReplay ? 'replay' : 'live')) {
          // Among held events it would be a gap to keep track of; the digest finishes its whole range.
          if (this.#guard.isHolding(source)) this.#guard.hold(entry);
          else position.finish(sequence);
          track.pass();
        } else if (isCounted(entry, { isReplay }) && this.#guard.holds(entry)) {
          this.#guard.hold(entry);
          track.pass();
        } else return { source, sequence, entry, attempt: 1, isReplay };
      }
      this.#decideDigest(track);
    }
    return undefined;
  }

  #decideDigest(track: Track): void {
    const held = this.#guard.due(track.source);
    if (!held || this.#digest.stored || !this.#isReadOut(track)) return;
    this.#guard.release(track.source);
    this.#digest.open({ source: track.source, ...held });
  }

  #finish({ source, sequence, last }: Place, apart: readonly number[]): void {
    const { position } = this.#track(source);
    if (last === undefined) {
      position.finish(sequence);
      return;
    }
    const goesOn = new Set(apart);
    for (let at = sequence; at <= last; at++)
      if (!goesOn.has(at) && !position.waitingFor(at) && !this.#underWay.has(keyOf({ source, sequence: at })))
        position.finish(at);
    this.#digest.close();
  }

  #strikeSuspects(): readonly Burial[] {
    const burials: Burial[] = [];
    for (const place of this.#suspects.values()) {
      const tried = this.#tried(place);
      if (!tried) continue;
      const strikes = tried.strikes + 1;
      if (strikes >= this.#rules.attemptsPerEvent) {
        const { lastTrouble } = this.#endpoint.state;
        // It is not to be taken again while it is being buried.
        this.#underWay.add(keyOf(place));
        const reason =
          `The ${nameOf(place)} failed ${strikes} times while others got through. ${lastTrouble?.reason ?? ''}`.trim();
        const status = lastTrouble?.status;
        burials.push({ ...place, attempts: tried.attempts, reason, ...(status !== undefined && { status }) });
        continue;
      }
      this.#await(place, {
        ...tried,
        strikes,
        notBeforeMs: this.#rules.now() + eventDelayMs(strikes) / this.#rules.timeScale,
      });
    }
    this.#suspects.clear();
    return burials;
  }

  #tried({ source, sequence, last }: Place): Tried | undefined {
    return last === undefined ? this.#track(source).position.waitingFor(sequence) : this.#digest.stored;
  }

  #await({ source, sequence, last }: Place, tried: Tried): void {
    if (last === undefined) this.#track(source).position.wait({ sequence, ...tried });
    else this.#digest.await(tried);
  }

  #troubled(task: Task, outcome: Outcome & { kind: 'trouble' }): void {
    const place = placeOnly(task);
    const strikes = this.#tried(place)?.strikes ?? 0;
    const { attempt: attempts, isReplay } = task;
    this.#await(place, {
      attempts,
      strikes,
      notBeforeMs: this.#rules.now(),
      ...(isReplay && { isReplay: true as const }),
    });
    // To be throttled is never the event's fault.
    if (outcome.status !== 429) this.#suspects.set(keyOf(place), place);
    this.#endpoint.troubled(outcome);
    // A second event that failed is the endpoint's fault.
    if (this.#endpoint.isToldToWait || this.#subscription.filter.keepOrder || this.#suspects.size >= 2)
      this.#stopped = true;
  }
}

/** Whether an event counts towards a storm: what somebody asked for does not. */
const isCounted = ({ target }: LogEntry, { isReplay }: Pick<Task, 'isReplay'>): boolean =>
  target === undefined && !isReplay;

const nameOf = ({ last }: Place): string => (last === undefined ? 'event' : 'digest');
