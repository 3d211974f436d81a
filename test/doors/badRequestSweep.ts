import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BackEnd } from '../backEnd.ts';
import { sendTraced } from '../sendTraced.ts';
import { allOperations, leastToken } from '../tableOfContents.ts';
import { badRequests } from './badRequests.ts';
import { type Findings, sweep } from './sweep.ts';

interface Sweeping {
  readonly requests: number;
  /** The same seed makes the same requests. */
  readonly seed: number;
  /** Takes the text of every answer. */
  readonly answers: string[];
}

/** Bad requests from callers who may call: each is refused as the caller's own fault. */
export async function badRequestSweep(backEnd: BackEnd, { requests, seed, answers }: Sweeping): Promise<Findings> {
  const tokens = new Map(
    await Promise.all(
      allOperations.map(async (operation) => [operation, await leastToken(backEnd, operation)] as const),
    ),
  );
  return sweep(
    fc.sample(badRequests(allOperations), { numRuns: requests, seed }),
    ({ operation, title }) => `${operation.operationId}, ${title}`,
    async ({ operation, call, statuses }) => {
      const { answer } = await sendTraced(backEnd, operation, { ...call, ...tokens.get(operation) });
      answers.push(answer.text);
      assert.ok(statuses.includes(answer.status), `answered ${answer.status}: ${answer.text.slice(0, 300)}`);
      assert.match(Object(answer.body).type, /^urn:purview-response:problem:/);
      assert.doesNotMatch(answer.text, /node_modules|\\n\s*at |\.[jt]s:\d/);
    },
  );
}
