import assert from 'node:assert/strict';
import { type FieldFault, type ProblemCode, problemCatalogue } from '../functions/runtime/problem.ts';
import type { Traced } from './sendTraced.ts';

/**
 * Checks that a call was refused in the one form that all refusals have, which gives nothing away; and, where fields
 * are named, that it finds fault with exactly these.
 */
export const assertProblem = (
  { answer, correlationId, of }: Traced,
  code: ProblemCode,
  ...fields: readonly string[]
): void => {
  const { status, title } = problemCatalogue[code];
  assert.equal(answer.status, status, `${of}: ${answer.text}`);
  const { detail, error, faults = [], ...members } = Object(answer.body);
  assert.deepEqual(
    { of, ...members },
    {
      of,
      type: `urn:purview-response:problem:${code}`,
      title,
      status,
      instance: `urn:purview-response:call:${correlationId}`,
    },
  );
  assert.match(detail, /\S/, of);
  assert.deepEqual({ of, error }, { of, error: { code, message: detail } });
  if (fields.length > 0) assert.deepEqual([of, ...faults.map(({ field }: FieldFault) => field)], [of, ...fields]);
  assert.doesNotMatch(answer.text, /node_modules|\\n\s*at |\.[jt]s:\d/, of);
};
