import type { Listed, Place } from '../../runtime/pagedList.ts';
import { invalid } from '../../runtime/problem.ts';
import type { Graph, Query } from './graph.ts';

export interface ListRequest<T> {
  readonly path: string;
  readonly query?: Query;
  /** How many records to give at most, and where an earlier part of the list ended. */
  readonly place: Place;
  /** A record in our words; undefined for one that cannot be read. */
  readonly read: (record: unknown) => T | undefined;
  readonly fits?: (record: T) => boolean;
}

// Enough to find something in most lists, and few enough for a flow to wait for.
const mostPagesWithoutAFind = 5;

/**
 * A part of a list that the service pages as it likes: at most `top` records that fit, and possibly none though more
 * follow. A part may end within a page of the service, and then begins there the next time.
 */
export async function readList<T>(graph: Graph, request: ListRequest<T>): Promise<Listed<T>> {
  const { path, query, place, read, fits = () => true } = request;
  const items: T[] = [];
  let unreadable = 0;
  let pages = 0;
  let { skip, link } = place.continuation === undefined ? { skip: 0, link: undefined } : begunAt(place.continuation);
  for await (const page of graph.pages(path, link === undefined ? query : { continuation: link })) {
    for (const [index, entry] of page.value.entries()) {
      if (index < skip) continue;
      if (items.length === place.top) return { items, unreadable, continuation: placeText(index, link) };
      const record = read(entry);
      if (record === undefined) unreadable += 1;
      else if (fits(record)) items.push(record);
    }
    pages += 1;
    skip = 0;
    link = page.continuation;
    if (link !== undefined && (items.length > 0 || pages === mostPagesWithoutAFind))
      return { items, unreadable, continuation: placeText(0, link) };
  }
  return { items, unreadable };
}

const placeText = (skip: number, link: string | undefined): string => `${skip}?${link ?? ''}`;

function begunAt(continuation: string): { readonly skip: number; readonly link: string | undefined } {
  const [, skip, link] = /^(\d{1,6})\?(.*)$/s.exec(continuation) ?? [];
  if (skip === undefined) throw invalid('query.nextToken', 'is not of this list; start again without it.');
  return { skip: Number(skip), link: link || undefined };
}
