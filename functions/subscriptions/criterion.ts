import type { Facets } from '../events/event.ts';

/** What an input of a single trigger asks of an event; kept with the subscription, so that it needs no code to be read. */
export type Criterion =
  /** One of the facet's names is one of these, in any case; an empty list asks for nothing. */
  | { readonly facet: string; readonly anyOf: readonly string[] }
  /** The largest of the facet's amounts, among these names or among all, is at least so much. */
  | { readonly facet: string; readonly atLeast: number; readonly among?: readonly string[] };

/** Whether an event meets a criterion; what the event does not name cannot meet a wish for it. */
export const meets = (criterion: Criterion, { named, counts }: Facets): boolean =>
  'anyOf' in criterion
    ? namesAny(criterion.anyOf, named?.[criterion.facet])
    : largest(counts?.[criterion.facet], criterion.among) >= criterion.atLeast;

/** Whether one of the names is among those found, in any case; an empty wish is always met. */
export const namesAny = (wanted: readonly string[] | undefined, found: readonly string[] | undefined): boolean => {
  if (!wanted?.length) return true;
  const offered = new Set(found?.map((name) => name.toLowerCase()));
  return wanted.some((name) => offered.has(name.toLowerCase()));
};

const largest = (amounts: Readonly<Record<string, number>> = {}, among: readonly string[] = []): number =>
  Math.max(0, ...Object.entries(amounts).flatMap(([name, amount]) => (namesAny(among, [name]) ? [amount] : [])));
