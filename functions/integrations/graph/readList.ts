import { invalid } from '../../runtime/problem.ts';
import type { Graph, Query } from './graph.ts';

export interface ListRequest<T> {
  readonly path: string;
  readonly query?: Query;
  /** The most records to give. */
  readonly top: number;
  /** The place that an earlier part of the list ended at. */
  readonly place?: string;
  /** A record in our words; undefined for one that cannot be read. */
  readonly read: (record: unknown) => T | undefined;
  readonly fits?: (record: T) => boolean;
}

export interface ListPart<T> {
  readonly value: T[];
  /** Records that cannot be read and were left out. */
  readonly unreadable: number;
  /** Where the list goes on; absent at its end. */
  readonly place?: string;
}

// Enough to find something in most lists, and few enough for a flow to wait for.
const mostPagesWithoutAFind = 5;

/**
 * A part of a list that the service pages as it likes: at most `top` records that fit, and possibly none though more
 * follow. A part may end within a page of the service, and then begins there the next time.
 */
export async function readList<T>(graph: Graph, request: ListRequest<T>): Promise<ListPart<T>> {
  const { path, query, top, place, read, fits = () => true } = request;
  const value: T[] = [];
  let unreadable = 0;
  let pages = 0;
  let { skip, continuation } = place === undefined ? { skip: 0, continuation: undefined } : placeOf(place);
  for await (const page of graph.pages(path, continuation === undefined ? query : { continuation })) {
    for (const [index, entry] of page.value.entries()) {
      if (index < skip) continue;
      if (value.length === top) return { value, unreadable, place: placeText(index, continuation) };
      const record = read(entry);
      if (record === undefined) unreadable += 1;
      else if (fits(record)) value.push(record);
    }
    pages += 1;
    skip = 0;
    continuation = page.continuation;
    if (continuation !== undefined && (value.length > 0 || pages === mostPagesWithoutAFind))
      return { value, unreadable, place: placeText(0, continuation) };
  }
  return { value, unreadable };
}

const placeText = (skip: number, continuation: string | undefined): string => `${skip}?${continuation ?? ''}`;

function placeOf(place: string): { readonly skip: number; readonly continuation: string | undefined } {
  const [, skip, continuation] = /^(\d{1,6})\?(.*)$/s.exec(place) ?? [];
  if (skip === undefined) throw invalid('query.nextToken', 'is not of this list; start again without it.');
  return { skip: Number(skip), continuation: continuation || undefined };
}
