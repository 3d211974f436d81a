import { pageToken } from './pageToken.ts';

interface PageAfter {
  readonly publicBaseUrl: string;
  /** Below `/api`. */
  readonly path: string;
  /** What the list was asked for, without the token. */
  readonly filters: Readonly<Record<string, unknown>>;
  /** Where the list goes on. */
  readonly place: string;
}

/** The address of the page after; the filters that stand in the path must be named by `inPath`. */
export function nextLink({ publicBaseUrl, path, filters, place }: PageAfter, inPath: readonly string[] = []): string {
  const address = new URL(`/api${path}`, publicBaseUrl);
  for (const [name, value] of Object.entries(filters))
    if (!inPath.includes(name)) address.searchParams.set(name, String(value));
  address.searchParams.set('nextToken', pageToken(place, filters));
  return address.href;
}
