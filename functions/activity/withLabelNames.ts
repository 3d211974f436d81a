import type { RuleMatch } from '../events/ruleMatch.ts';
import type { LabelLookup } from './labelLookup.ts';

/** The match with the names of its item's labels, of which a record tells the ids alone. */
export async function withLabelNames(match: RuleMatch, lookup: Pick<LabelLookup, 'ofId'>): Promise<RuleMatch> {
  const { item } = match;
  if (item?.labelIds === undefined) return match;
  const known = await Promise.all(item.labelIds.map((labelId) => lookup.ofId(labelId)));
  const labelNames = known.flatMap((label) => label?.name ?? []);
  return labelNames.length > 0 ? { ...match, item: { ...item, labelNames } } : match;
}
