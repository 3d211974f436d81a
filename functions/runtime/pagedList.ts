import type { Parameters } from './operation.ts';
import { continuationOf, pageToken } from './pageToken.ts';

/** A page of what a service lists. */
export interface Listed<T> {
  readonly items: T[];
  /** Records that fit no shape and were left out. */
  readonly unreadable: number;
  readonly continuation?: string;
}

/** From the beginning, or from an earlier page's continuation. */
export interface Place {
  readonly top: number;
  readonly continuation?: string;
}

/** The inputs by which a list is paged. */
export const pageParameters = <const M extends number>(most: M) =>
  ({
    top: {
      in: 'query',
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Top',
      'x-ms-visibility': 'advanced',
      description: 'How many to answer at most.',
      minimum: 1,
      maximum: most,
      default: most,
    },
    nextToken: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Next Token',
      'x-ms-visibility': 'internal',
      description: 'Part of the next link of the page before.',
      minLength: 1,
      maxLength: 8_000,
    },
  }) as const satisfies Parameters;

/** What every list answers beside its items. */
export const pageProperties = {
  unreadable: {
    type: 'integer',
    format: 'int32',
    'x-ms-summary': 'Unreadable Records',
    'x-ms-visibility': 'advanced',
    description: 'How many were left out because the service answered them in a broken form.',
  },
  nextLink: {
    type: 'string',
    'x-ms-summary': 'Next Link',
    'x-ms-visibility': 'advanced',
    description: 'The address of the next page; left out on the last one.',
  },
} as const;

interface Paged<P> {
  /** The absolute address of the list, without a query. */
  readonly address: URL;
  readonly parameters: P;
}

/** The body of a page, with a link of our own to the next one; the link belongs to the filters of this list. */
export async function pagedList<P extends { readonly top: number; readonly nextToken?: string }, T>(
  { address, parameters }: Paged<P>,
  list: (filters: Omit<P, 'nextToken'>, place: Place) => Promise<Listed<T>>,
): Promise<{ value: T[]; unreadable: number; nextLink?: string }> {
  const { nextToken, ...filters } = parameters;
  const continuation = nextToken === undefined ? undefined : continuationOf(nextToken, filters);
  const place = { top: parameters.top, ...(continuation !== undefined && { continuation }) };
  const { items, unreadable, continuation: next } = await list(filters, place);
  if (next === undefined) return { value: items, unreadable };
  const nextLink = new URL(address);
  for (const [name, value] of Object.entries(filters)) nextLink.searchParams.set(name, String(value));
  nextLink.searchParams.set('nextToken', pageToken(next, filters));
  return { value: items, unreadable, nextLink: nextLink.href };
}
