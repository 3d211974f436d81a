import type { Query } from './graph.ts';

/** The query part of an address, `?` included, with every value encoded. */
export function queryText(query: Query = {}): string {
  if (query.continuation !== undefined) return `?${query.continuation}`;
  const options: readonly [string, string | undefined][] = [
    ['search', query.search],
    ['$search', query.indexed?.search],
    ['$count', query.indexed && 'true'],
    ['$filter', query.filter?.text],
    ['$select', query.select?.join(',')],
    ['$expand', query.expand?.join(',')],
    ['$orderby', query.orderBy],
    ['$top', query.top?.toString()],
  ];
  const given = options.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value.toWellFormed())}`],
  );
  return given.length === 0 ? '' : `?${given.join('&')}`;
}
