import { continuationOf, pageToken } from './pageToken.ts';
import type { Schema } from './schema.ts';

/** The query parameters of a list that is given in pages; `things` are what it lists. */
export const pageParameters = (things: string) =>
  ({
    top: {
      in: 'query',
      type: 'integer',
      format: 'int32',
      minimum: 1,
      maximum: 100,
      default: 100,
      'x-ms-summary': 'Top',
      'x-ms-visibility': 'advanced',
      description: `How many ${things} to answer at most.`,
    },
    nextToken: {
      in: 'query',
      type: 'string',
      minLength: 1,
      maxLength: 8_000,
      'x-ms-summary': 'Next Token',
      'x-ms-visibility': 'internal',
      description: 'Part of the next link of the page before.',
    },
  }) as const;

/** The properties of a page; `Things` are what it lists, as a heading. */
export const pageProperties = <const I extends Schema>(items: I, Things: string) =>
  ({
    value: { type: 'array', items, 'x-ms-summary': Things, description: `The ${Things.toLowerCase()}.` },
    unreadable: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': `Unreadable ${Things}`,
      'x-ms-visibility': 'advanced',
      description: `How many ${Things.toLowerCase()} were left out because the service answered them in a broken form.`,
    },
    nextLink: {
      type: 'string',
      'x-ms-summary': 'Next Link',
      'x-ms-visibility': 'advanced',
      description: 'The address of the next page; left out on the last one.',
    },
  }) as const;

/** What a page was asked for, apart from the token. */
export type PageFilters = Readonly<Record<string, unknown>>;

/** Where a page begins, when it is not the first. */
export const pagePlace = (nextToken: string | undefined, filters: PageFilters): { readonly place?: string } =>
  nextToken === undefined ? {} : { place: continuationOf(nextToken, filters) };

interface PageAfter {
  readonly publicBaseUrl: string;
  /** Below `/api`, as the operation declares it. */
  readonly path: string;
  readonly filters: PageFilters;
  /** Where the list goes on; absent at its end. */
  readonly place: string | undefined;
}

/** The link to the page after, when there is one. */
export function pageLink({ publicBaseUrl, path, filters, place }: PageAfter): { readonly nextLink?: string } {
  if (place === undefined) return {};
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(filters[name])));
  const address = new URL(`/api${filled}`, publicBaseUrl);
  for (const [name, value] of Object.entries(filters))
    if (!path.includes(`{${name}}`)) address.searchParams.set(name, String(value));
  address.searchParams.set('nextToken', pageToken(place, filters));
  return { nextLink: address.href };
}
