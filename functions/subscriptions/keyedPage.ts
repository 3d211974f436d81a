import type { Parameters } from '../runtime/operation.ts';
import { pageParameters } from '../runtime/pagedList.ts';

/** The inputs of a list that goes on after the key of what it showed last. */
export const keyedPageParameters = {
  top: pageParameters(100).top,
  after: {
    in: 'query',
    type: 'string',
    maxLength: 64,
    'x-ms-summary': 'After',
    'x-ms-visibility': 'internal',
    description: 'Part of the next link of the page before.',
  },
} as const satisfies Parameters;

interface Place {
  /** The absolute address of the list, without a query. */
  readonly address: URL;
  readonly top: number;
  /** The key that the next page comes after; undefined on the last one. */
  readonly next: string | undefined;
}

/** The body of a page of such a list, with a link to the next one. */
export function keyedPage<T>(value: T[], { address, top, next }: Place): { value: T[]; nextLink?: string } {
  if (next === undefined) return { value };
  const nextLink = new URL(address);
  nextLink.searchParams.set('top', String(top));
  nextLink.searchParams.set('after', next);
  return { value, nextLink: nextLink.href };
}
