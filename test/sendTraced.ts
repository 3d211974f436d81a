import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { BackEnd } from './backEnd.ts';
import type { Answer, Call, Target } from './sendCall.ts';

export interface Traced {
  readonly answer: Answer;
  readonly correlationId: string;
  /** The call, to name it when a check fails. */
  readonly of: string;
}

/** Sends a call with a correlation id of its own, and checks the headers that every answer has, refusals too. */
export const sendTraced = async (
  backEnd: BackEnd,
  target: Exclude<Target, string>,
  call: Call = {},
): Promise<Traced> => {
  const correlationId = randomUUID();
  const answer = await backEnd.call(target, {
    ...call,
    headers: { ...call.headers, 'x-correlation-id': correlationId },
  });
  const of = `${target.method} ${target.path}`;
  const names = ['x-correlation-id', 'cache-control', 'x-content-type-options', 'content-type'];
  assert.deepEqual(
    [of, ...names.map((name) => answer.headers.get(name))],
    [of, correlationId, 'no-store', 'nosniff', answer.text === '' ? null : 'application/json; charset=utf-8'],
    answer.text,
  );
  return { answer, correlationId, of };
};
