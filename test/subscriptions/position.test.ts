import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Position, replayed, rewound, type StoredPosition } from '../../functions/subscriptions/position.ts';

const highest = 40;
const sequences = fc.integer({ min: 1, max: highest });
const someSequences = fc.uniqueArray(sequences);
const range = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n);

const positionAfter = (finished: readonly number[]): Position => {
  const position = new Position({ cursor: 0 });
  for (const sequence of finished) position.finish(sequence);
  return position;
};

const finishedIn = (stored: StoredPosition): number[] => {
  const position = new Position(stored);
  return range(1, highest).filter((sequence) => position.isFinished(sequence));
};

const sorted = (numbers: Iterable<number>): number[] => [...numbers].toSorted((one, other) => one - other);

describe('a position', () => {
  test('keeps the cursor at the highest sequence with nothing unfinished at or below it, in whatever order', () => {
    fc.assert(
      fc.property(someSequences, (finished) => {
        const position = positionAfter(finished);
        const firstOpen = range(1, highest + 1).find((sequence) => !finished.includes(sequence));
        assert.equal(position.cursor, Number(firstOpen) - 1);
        assert.deepEqual(finishedIn(position.stored()), sorted(finished));
      }),
    );
  });

  test('stores what is finished above the cursor as ranges in order that do not touch', () => {
    fc.assert(
      fc.property(someSequences, (finished) => {
        const { cursor, finished: ranges = [] } = positionAfter(finished).stored();
        let before = cursor;
        for (const [first, last] of ranges) {
          assert.ok(first > before + 1 && last >= first);
          before = last;
        }
      }),
    );
  });

  test('finishes all that the log has dropped, waiting events too, as if each had finished', () => {
    fc.assert(
      fc.property(someSequences, sequences, sequences, (finished, dropped, waiting) => {
        const position = positionAfter(finished.filter((sequence) => sequence !== waiting));
        position.wait({ sequence: waiting, attempts: 1, strikes: 0, notBeforeMs: 5 });
        const expected = new Position(position.stored());
        for (const sequence of range(1, dropped)) expected.finish(sequence);
        position.finishUpTo(dropped);
        assert.deepEqual(position.stored(), expected.stored());
      }),
    );
  });

  test('is the same when it was stored and read in between, and when something finishes twice', () => {
    fc.assert(
      fc.property(someSequences, someSequences, (early, late) => {
        const position = positionAfter(early);
        position.wait({ sequence: 41, attempts: 2, strikes: 1, notBeforeMs: 5 });
        const stored = position.stored();
        assert.deepEqual(new Position(JSON.parse(JSON.stringify(stored))).stored(), stored);
        const restored = new Position(stored);
        for (const sequence of late) restored.finish(sequence);
        assert.deepEqual(finishedIn(restored.stored()), sorted(new Set([...early, ...late])));
      }),
    );
  });

  test('does not change what it was made from', () => {
    const stored: StoredPosition = { cursor: 1, finished: [[3, 4]] };
    const position = new Position(stored);
    position.finish(5);
    position.finish(2);
    assert.deepEqual(stored, { cursor: 1, finished: [[3, 4]] });
    assert.deepEqual(position.stored(), { cursor: 5 });
  });

  test('lists what waits in the order of the log, and forgets it once it is finished', () => {
    const position = new Position({ cursor: 0 });
    for (const sequence of [5, 2, 9]) position.wait({ sequence, attempts: 1, strikes: 0, notBeforeMs: 0 });
    assert.deepEqual(
      position.waiting.map(({ sequence }) => sequence),
      [2, 5, 9],
    );
    position.finish(5);
    assert.equal(position.waitingFor(5), undefined);
    assert.deepEqual(
      new Position(position.stored()).waiting.map(({ sequence }) => sequence),
      [2, 9],
    );
  });
});

describe('a rewound position', () => {
  test('opens again what was finished in the range, and nothing else', () => {
    fc.assert(
      fc.property(someSequences, sequences, sequences, (finished, first, last) => {
        const again = rewound(positionAfter(finished).stored(), { first, last });
        assert.deepEqual(finishedIn(again), sorted(finished.filter((sequence) => sequence < first || sequence > last)));
      }),
    );
  });

  test('calls the whole range a replay, also after it was stored, until the cursor has passed it', () => {
    const again = rewound({ cursor: 10, finished: [[12, 15]] }, { first: 3, last: 13 });
    assert.deepEqual(again, { cursor: 2, finished: [[14, 15]], replayUntil: 13 });
    const position = new Position(again);
    assert.equal(position.isReplay(13), true);
    assert.equal(position.isReplay(14), false);
    for (const sequence of range(3, 12)) position.finish(sequence);
    assert.equal(new Position(position.stored()).isReplay(13), true);
    position.finish(13);
    assert.deepEqual(position.stored(), { cursor: 15 });
  });

  test('calls a replay what an earlier one still has to send, too', () => {
    const before: StoredPosition = { cursor: 2, finished: [[5, 20]], replayUntil: 15 };
    assert.equal(rewound(before, { first: 6, last: 8 }).replayUntil, 15);
    assert.equal(replayed(before, [18]).replayUntil, 15);
  });

  test('stays as it was when nothing of the range is finished', () => {
    const stored: StoredPosition = { cursor: 5 };
    assert.equal(rewound(stored, { first: 6, last: 9 }), stored);
    assert.equal(rewound(stored, { first: 4, last: 3 }), stored);
  });
});

describe('a position with some events to be sent again', () => {
  test('lets exactly the finished ones among them wait, as replays, and keeps everything else', () => {
    fc.assert(
      fc.property(someSequences, someSequences, (finished, wanted) => {
        const stored = positionAfter(finished).stored();
        const again = replayed(stored, wanted);
        const { waiting = [], ...rest } = again;
        assert.deepEqual(rest, stored);
        assert.deepEqual(
          waiting,
          sorted(wanted.filter((sequence) => finished.includes(sequence))).map((sequence) => ({
            sequence,
            attempts: 0,
            strikes: 0,
            notBeforeMs: 0,
            isReplay: true,
          })),
        );
        const position = new Position(again);
        for (const { sequence } of waiting) {
          assert.equal(position.isReplay(sequence), true);
          position.finish(sequence);
        }
        assert.deepEqual(position.stored(), stored);
      }),
    );
  });
});
