import { badRequest } from '../graphError.ts';
import { compileFilter, type FilterableProperty, type RecordTest } from './compileFilter.ts';
import { parseFilter } from './parseFilter.ts';

/** What a collection lets its callers ask for. */
export interface ListCapabilities {
  filterable: Readonly<Record<string, FilterableProperty>>;
  /** Properties that `$orderby` takes; left out, `$orderby` is refused, as it is undocumented for alerts. */
  sortable?: readonly string[];
  /** Navigations that `$expand` takes; none when left out. */
  expandable?: readonly string[];
  /** What a next link counts by, where `$skip` is not supported. */
  pagedBy?: '$skiptoken';
  /** Query options besides OData's, which the collection reads itself. */
  ownOptions?: readonly string[];
  defaultPageSize: number;
  largestPageSize: number;
}

export interface ListQuery {
  top: number;
  skip: number;
  count: boolean;
  matches: RecordTest;
  expand?: string;
  select?: readonly string[];
  orderBy?: { property: string; direction: 'asc' | 'desc' };
}

const listOptions = ['$filter', '$top', '$count', '$select', '$orderby', '$expand'];

/** Reads the query options of a listing; an unknown, repeated or faulty one is a 400. */
export function listQuery(query: URLSearchParams, capabilities: ListCapabilities): ListQuery {
  const { ownOptions = [], pagedBy = '$skip' } = capabilities;
  refuseUnknownOptions(query, new Set([...listOptions, pagedBy, ...ownOptions]));
  const filter = query.get('$filter');
  const orderBy = orderByOf(query.get('$orderby'), capabilities.sortable ?? []);
  const select = selectOf(query);
  const expand = expandOf(query, capabilities.expandable ?? []);
  return {
    top: topOf(query.get('$top'), capabilities),
    skip: wholeNumber(pagedBy, query.get(pagedBy) ?? '0'),
    count: truth('$count', query.get('$count') ?? 'false'),
    matches: filter === null ? () => true : compileFilter(parseFilter(filter), capabilities.filterable),
    ...(expand !== undefined && { expand }),
    ...(select && { select }),
    ...(orderBy && { orderBy }),
  };
}

/** Graph ignores options without a dollar sign; here they are refused too, since they are always a slip. */
export function refuseUnknownOptions(query: URLSearchParams, known: ReadonlySet<string>): void {
  for (const name of query.keys()) {
    if (!known.has(name)) throw badRequest(`The query parameter '${name}' is not supported.`);
    if (query.getAll(name).length > 1) throw badRequest(`Query option '${name}' was specified more than once.`);
  }
}

/** The properties that `$select` leaves, with what `$expand` adds; undefined for all of them. */
export function selectOf(query: URLSearchParams): readonly string[] | undefined {
  const names = query.get('$select')?.split(',');
  return names && [...names, ...query.getAll('$expand')].map((name) => name.trim());
}

/** The one navigation that is asked for; Graph's security resources have no second one. */
export function expandOf(query: URLSearchParams, expandable: readonly string[]): string | undefined {
  const navigation = query.get('$expand') ?? undefined;
  if (navigation !== undefined && !expandable.includes(navigation)) {
    throw badRequest(`$expand '${navigation}' is not supported on this resource.`);
  }
  return navigation;
}

function topOf(text: string | null, { defaultPageSize, largestPageSize }: ListCapabilities): number {
  if (text === null) return defaultPageSize;
  const top = wholeNumber('$top', text);
  if (top > largestPageSize) throw badRequest(`The limit of '${largestPageSize}' for $top has been exceeded.`);
  return top;
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text))
    throw badRequest(`Invalid value '${text}' for ${option}: a non-negative integer is expected.`);
  return Number(text);
}

function truth(option: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') throw badRequest(`Invalid value '${text}' for ${option}.`);
  return text === 'true';
}

function orderByOf(text: string | null, sortable: readonly string[]): ListQuery['orderBy'] {
  if (text === null) return undefined;
  const [property = '', direction = 'asc', ...rest] = text.trim().split(/\s+/);
  if (!sortable.includes(property) || rest.length > 0 || (direction !== 'asc' && direction !== 'desc')) {
    throw badRequest(`$orderby '${text}' is not supported on this resource.`);
  }
  return { property, direction };
}
