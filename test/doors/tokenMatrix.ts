import type { Operation } from '../../functions/runtime/operation.ts';
import { assertProblem } from '../assertProblem.ts';
import type { BackEnd } from '../backEnd.ts';
import { exampleCall } from '../exampleCall.ts';
import { sendTraced } from '../sendTraced.ts';
import { allOperations } from '../tableOfContents.ts';
import { type BadToken, badTokens } from './badTokens.ts';
import { createForge } from './createForge.ts';
import { type Findings, sweep } from './sweep.ts';

/**
 * Every bad token against every operation that asks for one; or, to be quick, against each so manyth of them, so that
 * every token and every operation still has its turn.
 */
export async function tokenMatrix(backEnd: BackEnd, each = 1): Promise<Findings> {
  const forge = await createForge(backEnd);
  const made = await Promise.all(badTokens.map(async (bad) => ({ bad, headers: await bad.headers(forge) })));
  const cases = allOperations.flatMap((operation, row) =>
    made
      .filter(({ bad }, column) => mustRefuse(operation, bad) && (row + column) % each === 0)
      .map((tried) => ({ operation, ...tried })),
  );
  return sweep(
    cases,
    ({ operation, bad }) => `${operation.operationId}, ${bad.title}`,
    async ({ operation, bad, headers }) =>
      assertProblem(await sendTraced(backEnd, operation, { ...exampleCall(operation), headers }), bad.code),
  );
}

const mustRefuse = ({ access }: Operation<never>, { lacks, code, on }: BadToken): boolean => {
  if (access === 'public') return false;
  // The link is enough, with a token that is whole or without any.
  if (access === 'link') return (lacks === 'a token' && code !== 'TokenMissing') || code === 'ClientNotAllowed';
  return on === undefined || access.callers === 'people';
};
