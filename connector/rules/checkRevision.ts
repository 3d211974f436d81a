import type { Operation, Revision } from '../../functions/runtime/operation.ts';
import type { Fault, Rule } from './rule.ts';

const mostOffered = 2;

function* checkId({ operationId: place }: Operation<never>, { family, number }: Revision): Generator<Fault> {
  const expected = number === 1 ? family : `${family}_V${number}`;
  if (place !== expected)
    yield { place, message: `revision ${number} of the family ${family} has the operation id ${expected}; rename it` };
}

function* checkReplaced(
  { operationId: place, summary, visibility }: Operation<never>,
  replacedBy: string,
  family: readonly Operation<never>[],
): Generator<Fault> {
  if (!family.some(({ operationId }) => operationId === replacedBy && operationId !== place))
    yield { place, message: `${replacedBy}, which replaces it, is no other operation of its family` };
  if (visibility !== 'advanced')
    yield { place, message: "it is replaced, so makers should not find it first; give it visibility 'advanced'" };
  if (!summary.endsWith(' (deprecated)')) yield { place, message: 'it is replaced; end the summary in "(deprecated)"' };
}

/** Revisions of an operation: ids that tell them apart, and at most two that the designer offers. */
export const checkRevision: Rule = function* (operation, operations) {
  const { operationId: place, revision } = operation;
  if (revision === undefined) {
    if (/_V\d+$/.test(place)) yield { place, message: 'it is a later revision; declare its revision' };
    return;
  }
  yield* checkId(operation, revision);
  const family = operations.filter((other) => other.revision?.family === revision.family);
  if (revision.replacedBy !== undefined) yield* checkReplaced(operation, revision.replacedBy, family);
  const offered = family.filter((other) => other.revision?.replacedBy === undefined);
  if (offered.length > mostOffered)
    yield { place, message: `${offered.length} revisions of ${revision.family} are offered; deprecate the oldest` };
  if (family.length === 1 && revision.number > 1)
    yield {
      place,
      message: `the earlier revisions of ${revision.family} are gone, and saved flows with them; keep them`,
    };
};
