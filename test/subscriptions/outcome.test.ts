import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judge, retryAfterMs } from '../../functions/subscriptions/outcome.ts';

const table = {
  delivered: [200, 201, 202, 204, 206, 299],
  gone: [410],
  trouble: [100, 301, 302, 303, 304, 307, 308, 401, 403, 404, 408, 425, 429, 500, 501, 502, 503, 504, 599, 600],
  refused: [400, 402, 405, 406, 407, 409, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 426, 431, 451],
} as const;

describe('an answer of a callback', () => {
  for (const [kind, statuses] of Object.entries(table))
    for (const status of statuses)
      test(`${status} is ${kind}`, () => assert.equal(judge(status, undefined).kind, kind));

  test('in trouble says its status and the wait that it asks for', () => {
    assert.deepEqual(judge(503, 7_000), {
      kind: 'trouble',
      status: 503,
      reason: 'The callback answered 503.',
      retryAfterMs: 7_000,
    });
    assert.equal('retryAfterMs' in judge(503, undefined), false);
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-11-22T12:00:00.000Z');
  const rows: readonly (readonly [string | undefined, number | undefined])[] = [
    [undefined, undefined],
    ['', undefined],
    ['soon', undefined],
    ['0', 0],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['Sun, 22 Nov 2026 12:02:00 GMT', 120_000],
    ['Sunday, 22-Nov-26 12:02:00 GMT', 120_000],
    ['Sun, 22 Nov 2026 11:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['Thu, 31 Dec 2099 23:59:59 GMT', 86_400_000],
  ];
  for (const [header, waitMs] of rows)
    test(`${header === undefined ? 'left out' : `"${header}"`} asks for ${waitMs ?? 'no wait'}${waitMs === undefined ? '' : ' ms'}`, () =>
      assert.equal(retryAfterMs(header, now), waitMs));
});
