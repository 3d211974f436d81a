import type { GraphAnswer, GraphCall } from '../graphRoute.ts';
import { type ListCapabilities, type ListQuery, listQuery } from './listQuery.ts';

type Fields = Readonly<Record<string, unknown>>;

export interface Collection<T extends Fields> extends ListCapabilities {
  /** As in `$metadata#security/alerts_v2`. */
  context: string;
  /** The live records, in the order in which they are listed; read only after the hook before the page has run. */
  records(): Iterable<T>;
  /** A record as this caller sees it. */
  present(record: T, expand?: string): Fields;
}

/**
 * Answers one page of a collection. Pages are cut by offset from the live data, so records that come, go or move
 * between two pages shift the later page, as they do in Graph.
 */
export async function answerPage<T extends Fields>(call: GraphCall, collection: Collection<T>): Promise<GraphAnswer> {
  const query = listQuery(call.query, collection);
  await call.beforePage({ route: call.route, skip: query.skip, top: query.top });
  const { page, total } = readPage(inOrder(collection.records(), query), query);
  const end = query.skip + page.length;
  const context = `${call.origin}/v1.0/$metadata#${collection.context}`;
  return {
    status: 200,
    body: {
      '@odata.context': query.select ? `${context}(${query.select.join(',')})` : context,
      ...(query.count && { '@odata.count': total }),
      ...(end < total && page.length > 0 && { '@odata.nextLink': nextLink(call, collection.pagedBy ?? '$skip', end) }),
      value: page.map((record) => selected(collection.present(record, query.expand), query.select)),
    },
  };
}

function readPage<T extends Fields>(records: Iterable<T>, query: ListQuery): { page: T[]; total: number } {
  const page: T[] = [];
  let total = 0;
  for (const record of records) {
    if (!query.matches(record)) continue;
    if (total >= query.skip && page.length < query.top) page.push(record);
    total += 1;
    const knowsThatMoreFollow = total > query.skip + query.top;
    if (knowsThatMoreFollow && !query.count) break;
  }
  return { page, total };
}

function inOrder<T extends Fields>(records: Iterable<T>, { orderBy }: ListQuery): Iterable<T> {
  if (!orderBy) return records;
  const sign = orderBy.direction === 'asc' ? 1 : -1;
  const key = (record: T) => String(record[orderBy.property] ?? '');
  return [...records].sort((a, b) => sign * (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function nextLink(call: GraphCall, pagedBy: string, skip: number): string {
  const options = [...call.query]
    .filter(([name]) => name !== pagedBy)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${call.origin}/v1.0${call.path}?${[...options, `${pagedBy}=${skip}`].join('&')}`;
}

export function selected(record: Fields, select: readonly string[] | undefined): Fields {
  if (!select) return record;
  const names = new Set(['id', ...select]);
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.has(name)));
}
