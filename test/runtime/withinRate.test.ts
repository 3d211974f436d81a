import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Authorize } from '../../functions/runtime/authorization.ts';
import type { Caller } from '../../functions/runtime/caller.ts';
import { Problem } from '../../functions/runtime/problem.ts';
import { withinRate } from '../../functions/runtime/withinRate.ts';
import { users } from '../../sandbox/contoso/users.ts';
import { person } from '../callers.ts';

const access = { role: 'Purview.Reader', callers: 'people' } as const;

describe('withinRate', () => {
  const clock = { nowMs: 1_000 };
  /** The header is the caller's name here. */
  const callers: Readonly<Record<string, Caller>> = { megan: person(users.megan), adele: person(users.adele) };
  const authorize: Authorize = async (header) => callers[header ?? ''];
  const limited = (callsPerMinute: number) => withinRate(authorize, callsPerMinute, () => clock.nowMs);

  const refusalOf = async (call: Promise<unknown>): Promise<Problem> => {
    const error = await call.then(
      () => assert.fail('The call was let through.'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof Problem, String(error));
    return error;
  };

  it('lets a minute’s calls through at once, and then one at a time as the minute goes by', async () => {
    const within = limited(60);
    for (let call = 0; call < 60; call += 1) assert.ok(await within('megan', access));
    const refusal = await refusalOf(within('megan', access));
    assert.equal(refusal.code, 'TooManyRequests');
    assert.equal(refusal.retryAfterSeconds, 1);
    clock.nowMs += 500;
    assert.equal((await refusalOf(within('megan', access))).retryAfterSeconds, 0.5);
    clock.nowMs += 500;
    assert.ok(await within('megan', access));
    await refusalOf(within('megan', access));
    clock.nowMs += 60_000;
    for (let call = 0; call < 60; call += 1) assert.ok(await within('megan', access));
  });

  it('lets all of a minute’s calls through, whenever the minute begins', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 3e9, noNaN: true }),
        async (calls, at) => {
          const within = withinRate(authorize, calls, () => at);
          for (let call = 0; call < calls; call += 1) await within('megan', access);
          await refusalOf(within('megan', access));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('does not make one wait for another', async () => {
    const within = limited(1);
    assert.ok(await within('megan', access));
    await refusalOf(within('megan', access));
    assert.ok(await within('adele', access));
  });

  it('does not count who is refused, nor calls without a caller', async () => {
    const within = limited(1);
    await within('megan', access);
    for (let call = 0; call < 5; call += 1)
      assert.equal((await refusalOf(within('megan', access))).retryAfterSeconds, 60);
    for (let call = 0; call < 5; call += 1) assert.equal(await within(null, 'public'), undefined);
  });

  it('remembers who has had their calls, however many others call', async () => {
    const crowd = new Map(
      Array.from({ length: 10_001 }, (_, nth) => [`${nth}`, { ...person(users.adele), objectId: `${nth}` }]),
    );
    const everybody: Authorize = async (name) => crowd.get(name ?? '') ?? callers[name ?? ''];
    const within = withinRate(everybody, 1, () => clock.nowMs);
    await within('megan', access);
    for (const name of crowd.keys()) await within(name, access);
    await refusalOf(within('megan', access));
  });

  it('is off at 0', async () => {
    const within = limited(0);
    for (let call = 0; call < 5_000; call += 1) assert.ok(await within('megan', access));
  });
});
