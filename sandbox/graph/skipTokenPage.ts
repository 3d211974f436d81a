import { badRequest } from './graphError.ts';
import type { GraphAnswer, GraphCall } from './graphRoute.ts';
import { refuseUnknownOptions } from './odata/listQuery.ts';

interface Listing {
  /** As in `$metadata#security/cases/ediscoveryCases`. */
  context: string;
  records: () => readonly Readonly<Record<string, unknown>>[];
  pageSize: number;
}

/** A page of a collection that takes no query options but the token of its own next link. */
export async function skipTokenPage(call: GraphCall, { context, records, pageSize }: Listing): Promise<GraphAnswer> {
  refuseUnknownOptions(call.query, new Set(['$skiptoken']));
  const skip = Number(call.query.get('$skiptoken') ?? '0');
  if (!Number.isInteger(skip) || skip < 0) throw badRequest('The $skiptoken is not valid.');
  await call.beforePage({ route: call.route, skip, top: pageSize });
  const all = records();
  const end = skip + pageSize;
  const version = call.route.includes(' /beta/') ? 'beta' : 'v1.0';
  return {
    status: 200,
    body: {
      '@odata.context': `${call.origin}/${version}/$metadata#${context}`,
      ...(end < all.length && { '@odata.nextLink': `${call.origin}/${version}${call.path}?$skiptoken=${end}` }),
      value: all.slice(skip, end),
    },
  };
}
