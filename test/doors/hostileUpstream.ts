import assert from 'node:assert/strict';
import { responseFaults } from '../../functions/runtime/responseFaults.ts';
import type { BackEnd } from '../backEnd.ts';
import type { Existing } from '../existing.ts';
import { sendTraced } from '../sendTraced.ts';
import { allOperations } from '../tableOfContents.ts';
import { hostileAnswers } from './hostileAnswers.ts';
import { type Findings, sweep } from './sweep.ts';

interface Upstream {
  readonly backEnd: BackEnd;
  readonly existing: Existing;
  /** Where nobody may ever ask for a next page. */
  readonly canaryOrigin: string;
}

/** What a text may come to when it is cut and marked, with room for what JSON escapes in it. */
const longestText = 33 * 1_024;

const longestTextIn = (value: unknown): number => {
  if (typeof value === 'string') return Buffer.byteLength(value);
  return typeof value === 'object' && value !== null
    ? Math.max(0, ...Object.values(value).map((member) => longestTextIn(member)))
    : 0;
};

/**
 * Every operation that asks Graph, while each of Graph's answers is something that Graph would never say: what is
 * answered fits the schema and is bounded, or Graph is called at fault.
 */
export async function hostileUpstream({ backEnd, existing, canaryOrigin }: Upstream, each = 1): Promise<Findings> {
  const asking = allOperations.filter(({ graph }) => graph.delegated !== undefined || graph.application !== undefined);
  const cases = asking.flatMap((operation, row) =>
    Object.entries(hostileAnswers(canaryOrigin))
      .filter((_, column) => (row + column) % each === 0)
      .map(([what, rewrite]) => ({ operation, what, rewrite })),
  );
  return sweep(
    cases,
    ({ operation, what }) => `${operation.operationId}, ${what}`,
    async ({ operation, rewrite }) => {
      const call = await existing.callOf(operation);
      backEnd.graph.faults.plan({ fault: { kind: 'rewritten', rewrite }, times: 1_000 });
      try {
        const { answer } = await sendTraced(backEnd, operation, call);
        const { status, body, text } = answer;
        assert.ok(status !== 500, `answered ${status}: ${text.slice(0, 300)}`);
        if (status >= 300) return;
        const headers = Object.fromEntries([...answer.headers].map(([name, value]) => [capitalised(name), value]));
        assert.deepEqual(responseFaults(operation.responses, { status, body, headers }), []);
        assert.ok(longestTextIn(body) <= longestText, `answered a text of ${longestTextIn(body)} bytes`);
      } finally {
        backEnd.graph.faults.clear();
      }
    },
    // What Graph answers is planned for one call at a time.
    1,
  );
}

const capitalised = (name: string): string => name.replace(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());
