import type { IncomingMessage } from 'node:http';
import type { HttpData, NullableValue } from './coreTypes.ts';

/** What the real host's server takes, 100 MB; an app's own limit is lower. */
export const bodyLimitBytes = 104_857_600;

/** Where a request goes by its own word; undefined when its Host header is more or less than a host and a port. */
export const addressOf = ({ url = '/', headers: { host } }: IncomingMessage): URL | undefined =>
  /[/\\?#@]/.test(host ?? '') ? undefined : (URL.parse(url, `http://${host || 'localhost'}`) ?? undefined);

/** The request as the real host hands it to the function, in the classic (not streaming) mode. */
export async function toHttpData(
  request: IncomingMessage,
  url: URL,
  params: Record<string, string>,
): Promise<HttpData> {
  return {
    method: request.method ?? 'GET',
    url: url.href,
    nullableHeaders: nullable(Object.entries(request.headersDistinct).map(([name, all = []]) => [name, all.join(',')])),
    nullableQuery: nullable(joinedQuery(url.searchParams)),
    nullableParams: nullable(Object.entries(params)),
    ...(await readBody(request)),
  };
}

/**
 * The body's bytes. The real host looks at Content-Length alone, so the body of a chunked request
 * does not reach the function, which sees an empty one.
 */
async function readBody(request: IncomingMessage): Promise<Pick<HttpData, 'body'>> {
  if (!(Number(request.headers['content-length']) > 0)) {
    request.resume();
    return {};
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return { body: { bytes: Buffer.concat(chunks) } };
}

/** Repeated keys become one, their values joined with a comma; the case of keys does not count. */
function joinedQuery(query: URLSearchParams): [string, string][] {
  const joined = new Map<string, [string, string]>();
  for (const [key, value] of query) {
    const known = joined.get(key.toLowerCase());
    joined.set(key.toLowerCase(), known ? [known[0], `${known[1]},${value}`] : [key, value]);
  }
  return [...joined.values()];
}

function nullable(entries: [string, string][]): Record<string, NullableValue<string>> {
  return Object.fromEntries(entries.map(([name, value]) => [name, { value }]));
}
