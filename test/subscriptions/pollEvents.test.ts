import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LogEntry } from '../../functions/events/logEntry.ts';
import { pollEvents } from '../../functions/subscriptions/pollEvents.ts';
import { entryAt } from '../events/entryAt.ts';
import { logOf } from '../events/logOf.ts';

const time = '2026-11-26T12:00:00.000Z';
const wish = { source: 'alerts', types: ['dlpAlert'], filter: { includeUpdates: false } } as const;

/** Polls a log of these entries from its beginning on, again and again; gives how many events each answer had. */
const answersOf = async (entries: readonly LogEntry[]) => {
  const answers: (readonly [number, string])[] = [];
  let cursor = '0000000000000000-0000000000000';
  for (let more = 'waits'; more === 'waits'; ) {
    const polled = await pollEvents(logOf(entries), { ...wish, cursor }, new Date(time));
    answers.push([polled.events.length, polled.more]);
    ({ cursor, more } = polled);
  }
  return answers;
};

describe('a poll', () => {
  test('looks at 5,000 entries, and says that more wait', async () => {
    const entries = Array.from({ length: 10_001 }, (_, n) =>
      entryAt(n + 1, time, { type: n === 10_000 ? 'dlpAlert' : 'another' }),
    );
    assert.deepEqual(await answersOf(entries), [
      [0, 'waits'],
      [0, 'waits'],
      [1, 'is to come'],
    ]);
  });

  test('answers with no more than a flow can take, and with one event at least', async () => {
    const large = (characters: number, count: number) => {
      const json = 'x'.repeat(characters);
      return Array.from({ length: count }, (_, n) => entryAt(n + 1, time, { json }));
    };
    const megabyte = 1024 * 1024;
    assert.deepEqual(await answersOf(large(3 * megabyte, 4)), [
      [3, 'waits'],
      [1, 'is to come'],
    ]);
    assert.deepEqual(await answersOf(large(9 * megabyte, 2)), [
      [1, 'waits'],
      [1, 'is to come'],
    ]);
  });
});
