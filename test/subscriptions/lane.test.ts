import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import type { CursorState } from '../../functions/subscriptions/cursorStore.ts';
import { Lane } from '../../functions/subscriptions/lane.ts';
import type { Outcome } from '../../functions/subscriptions/outcome.ts';
import type { Subscription } from '../../functions/subscriptions/subscription.ts';
import { keyOf, type Task } from '../../functions/subscriptions/task.ts';
import { entryAt } from '../events/entryAt.ts';
import { subscriptionOf } from './subscriptionOf.ts';

type Kind = 'wanted' | 'unwanted' | 'test';

/** What may happen to a lane, one thing at a time. */
type Step =
  | { readonly kind: 'arrive'; readonly events: readonly Kind[] }
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'run'; readonly answers: readonly Outcome['kind'][]; readonly diesAfter: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('arrive' as const),
    events: fc.array(fc.constantFrom<Kind>('wanted', 'wanted', 'unwanted', 'test'), {
      minLength: 1,
      maxLength: 12,
    }),
  }),
  fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(-7_200, 1, 61, 61, 4_000) }),
  fc.record({
    kind: fc.constant('run' as const),
    answers: fc.array(fc.constantFrom<Outcome['kind']>('delivered', 'delivered', 'trouble', 'refused'), {
      minLength: 1,
      maxLength: 8,
    }),
    diesAfter: fc.constantFrom(0, 1, 2, 5, 1_000, 1_000),
  }),
);

const outcomes: Readonly<Record<Outcome['kind'], Outcome>> = {
  delivered: { kind: 'delivered' },
  refused: { kind: 'refused', status: 400 },
  trouble: { kind: 'trouble', status: 500, reason: 'The callback answered 500.' },
  gone: { kind: 'gone' },
};

/** A log, an endpoint and a stored cursor, which outlive the lanes that work on them. */
class Story {
  readonly entries: LogEntry[] = [];
  readonly got = new Set<number>();
  readonly attempts: { readonly key: string; readonly covers: string }[] = [];
  mostAtOnce = 0;
  repeats = 0;
  nowMs = Date.parse('2026-11-26T12:00:00Z');
  state: CursorState = { positions: {}, failures: 0, delivered: 0 };
  readonly #subscription: Subscription;
  readonly #inFlight: number;

  constructor(filter: Partial<Subscription['filter']>, inFlight: number) {
    this.#subscription = subscriptionOf(filter);
    this.#inFlight = inFlight;
  }

  arrive(kinds: readonly Kind[]): void {
    for (const kind of kinds) {
      const sequence = this.entries.length + 1;
      const time = new Date(this.nowMs).toISOString();
      const type = kind === 'unwanted' ? 'another' : 'dlpAlert';
      this.entries.push(entryAt(sequence, time, { type, ...(kind === 'test' && { target: 'mine' }) }));
    }
  }

  /** Runs a lane as a drain does, a few events a page; after so many outcomes the process dies with what was not saved. */
  run(answers: readonly Outcome['kind'][], diesAfter: number): void {
    if ((this.state.retryAtMs ?? 0) > this.nowMs && (this.state.retryAtMs ?? 0) < this.nowMs + 25 * 3_600_000) return;
    const rules = { inFlight: this.#inFlight, attemptsPerEvent: 3, timeScale: 1, now: () => this.nowMs };
    const lane = new Lane(this.#subscription, this.state, rules);
    const underWay: Task[] = [];
    let settled = 0;
    const save = (): void => {
      const { state, saved } = lane.snapshot();
      this.state = JSON.parse(JSON.stringify(state));
      saved();
    };
    const refill = (): boolean => {
      let found = false;
      for (const { source, after } of lane.toRead) {
        const page = this.entries.slice(after, after + 5);
        lane.feed(source, page);
        found ||= page.length > 0;
      }
      return found;
    };
    for (;;) {
      for (let task = lane.take(); task; task = lane.take()) underWay.push(task);
      this.mostAtOnce = Math.max(this.mostAtOnce, underWay.length);
      if (lane.wantsSave) save();
      // The last of them answers first: outcomes come in any order.
      const task = underWay.pop();
      if (!task) {
        if (lane.isStopped || !(refill() || lane.hasWork)) break;
        continue;
      }
      const apart = this.#send(lane, task);
      const answer = outcomes[answers[settled % answers.length] ?? 'delivered'];
      if (answer.kind === 'delivered') this.#take(lane, task);
      if (++settled > diesAfter) return;
      for (const burial of lane.settle(task, answer, apart)) {
        this.#take(lane, burial);
        lane.buried(burial, burial.last === undefined ? [] : this.#apart(burial));
      }
    }
    lane.conclude();
    save();
  }

  #apart({ sequence, last = sequence }: Pick<Task, 'sequence' | 'last'>): number[] {
    return this.entries.slice(sequence - 1, last).flatMap((entry) => (entry.target ? [entry.sequence] : []));
  }

  #covered(lane: Lane, { sequence, last }: Pick<Task, 'sequence' | 'last'>): readonly number[] {
    if (last === undefined) return [sequence];
    return this.entries
      .slice(sequence - 1, last)
      .filter((entry) => lane.isInDigest(entry))
      .map((entry) => entry.sequence);
  }

  #send(lane: Lane, task: Task): readonly number[] {
    this.attempts.push({ key: keyOf(task), covers: this.#covered(lane, task).join() });
    return task.last === undefined ? [] : this.#apart(task);
  }

  /** The other side has it, or it is a dead letter. */
  #take(lane: Lane, place: Pick<Task, 'sequence' | 'last'>): void {
    for (const sequence of this.#covered(lane, place)) {
      if (this.got.has(sequence)) this.repeats++;
      this.got.add(sequence);
    }
  }

  /** The endpoint is well from now on, until nothing is left to do. */
  end(): void {
    for (let round = 0; round < 200 && !this.#isDone; round++) {
      this.run(['delivered'], 1_000_000);
      this.nowMs += 8_000_000;
    }
  }

  get #isDone(): boolean {
    const { positions, digest } = this.state;
    return (positions.alerts?.cursor ?? 0) === this.entries.length && digest === undefined;
  }

  get wanted(): readonly number[] {
    return this.entries.flatMap(({ type, sequence }) => (type === 'dlpAlert' ? [sequence] : []));
  }
}

const play = (story: Story, steps: readonly Step[]): void => {
  for (const one of steps) {
    if (one.kind === 'arrive') story.arrive(one.events);
    else if (one.kind === 'pass') story.nowMs += one.seconds * 1_000;
    else story.run(one.answers, one.diesAfter);
  }
  story.end();
};

const filters = fc.record({ stormLimitPerMinute: fc.constantFrom(0, 1, 3), keepOrder: fc.boolean() });
const steps = fc.array(step, { maxLength: 30, size: 'max' });
/** A test event in the middle of a digest's range fails while the digest gets through. */
const testEventWithinDigest: [{ stormLimitPerMinute: number; keepOrder: boolean }, number, Step[]] = [
  { stormLimitPerMinute: 1, keepOrder: false },
  4,
  [
    { kind: 'arrive', events: ['wanted', 'wanted', 'test', 'wanted'] },
    { kind: 'run', answers: ['trouble', 'delivered'], diesAfter: 1_000 },
    { kind: 'pass', seconds: 61 },
    { kind: 'run', answers: ['trouble', 'delivered'], diesAfter: 1_000 },
  ],
];
const runs = { numRuns: 300 };

describe('a lane', () => {
  test('loses nothing, whatever arrives, fails, dies and however clocks jump', () => {
    fc.assert(
      fc.property(filters, fc.integer({ min: 1, max: 5 }), steps, (filter, inFlight, all) => {
        const story = new Story(filter, inFlight);
        play(story, all);
        assert.deepEqual(
          story.wanted.filter((sequence) => !story.got.has(sequence)),
          [],
        );
        assert.equal(story.state.positions.alerts?.cursor ?? 0, story.entries.length);
        assert.equal(story.state.digest, undefined);
        assert.ok(story.mostAtOnce <= (filter.keepOrder ? 1 : inFlight));
        const hasDigests = filter.stormLimitPerMinute > 0;
        if (filter.keepOrder && !hasDigests) assert.deepEqual([...story.got], story.wanted);
      }),
      { ...runs, examples: [testEventWithinDigest] },
    );
  });

  test('repeats nothing that it got rid of, unless a process dies', () => {
    const lives = fc.array(
      step.map((one): Step => (one.kind === 'run' ? { ...one, diesAfter: 1_000_000 } : one)),
      { maxLength: 30, size: 'max' },
    );
    fc.assert(
      fc.property(filters, fc.integer({ min: 1, max: 5 }), lives, (filter, inFlight, all) => {
        const story = new Story(filter, inFlight);
        play(story, all);
        assert.equal(story.repeats, 0);
      }),
      runs,
    );
  });

  test('sends a digest again for the very events that it stood for at first', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const story = new Story({ stormLimitPerMinute: 1 }, 4);
        play(story, all);
        const seen = new Map<string, string>();
        for (const { key, covers } of story.attempts) {
          assert.equal(seen.get(key) ?? covers, covers);
          seen.set(key, covers);
        }
      }),
      runs,
    );
  });

  test('sends no more than the limit in a minute one by one, while nothing fails', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 20 }),
        (limit, waves) => {
          const story = new Story({ stormLimitPerMinute: limit }, 8);
          for (const wave of waves) {
            story.arrive(Array.from({ length: wave }, () => 'wanted' as const));
            const before = story.attempts.length;
            story.run(['delivered'], 1_000_000);
            const singles = story.attempts.slice(before).filter(({ key }) => !key.endsWith('and on'));
            assert.ok(singles.length <= limit, `${singles.length} at once`);
            story.nowMs += 60_000;
          }
        },
      ),
      runs,
    );
  });
});
