import { UpstreamError } from '../../runtime/upstreamError.ts';
import { parseJson } from '../vendorJson/parseJson.ts';
import type { Graph, Needs, Page, Query, Started } from './graph.ts';
import { graphFault } from './graphFault.ts';
import { nextPage } from './nextPage.ts';
import { queryText } from './queryText.ts';
import type { Perform } from './sdkClient.ts';

export interface GraphOptions {
  /** Where the service is, version included. */
  readonly base: URL;
  readonly identity: 'person' | 'app';
  readonly perform: Perform;
  readonly now: () => number;
}

/** Microsoft Graph over the SDK: answers are judged, parsed and paged here. */
export function createGraph(options: GraphOptions, needs?: Needs): Graph {
  const { base, identity, perform, now } = options;

  const answered = async (request: Parameters<Perform>, effect?: 'unknown'): Promise<Response> => {
    const answer = await perform(...request);
    // 206 says that some of the providers behind Graph failed: what is missing cannot be told from what is not there.
    if (!answer.ok || answer.status === 206) throw await graphFault(answer, { identity, needs, effect, now: now() });
    return answer;
  };

  const call = async (...request: Parameters<Perform>): Promise<{ body: unknown; date: Date }> => {
    const answer = await answered(request);
    return { body: json(await answer.text()), date: dateOf(answer) };
  };

  const post = async (path: string, content: object): Promise<Started> => {
    const answer = await answered([path, (request) => request.post(content)], 'unknown');
    const location = answer.headers.get('location') ?? undefined;
    return { body: json(await answer.text(), 'unknown'), ...(location !== undefined && { location }) };
  };

  const dateOf = ({ headers }: Response): Date => {
    const date = new Date(headers.get('date') ?? '');
    // An answer without a date counts as made when it was received (RFC 9110, section 6.6.1).
    return Number.isNaN(date.getTime()) ? new Date(now()) : date;
  };

  async function* pages(path: string, query?: Query): AsyncGenerator<Page> {
    const asked = new Set<string>();
    let address = path + queryText(query);
    while (!asked.has(address)) {
      asked.add(address);
      const { body, date } = await call(address, reading(query));
      const { value, link } = listOf(body);
      if (link === undefined) {
        yield { value, date };
        return;
      }
      const next = nextPage(link, new URL(`${base.pathname}${address}`, base), base);
      yield { value, date, continuation: next.continuation };
      address = `${next.path}?${next.continuation}`;
    }
    throw fault('its pages lead back to one another.');
  }

  return {
    get: async (path, query) => (await call(path + queryText(query), reading(query))).body,
    post: async (path, content) => (await post(path, content)).body,
    start: post,
    async download(path) {
      const answer = await answered([path, (request) => request.header('accept', '*/*').get()]);
      const mediaType = answer.headers.get('content-type')?.split(';')[0]?.trim();
      return { bytes: new Uint8Array(await answer.arrayBuffer()), ...(mediaType && { mediaType }) };
    },
    patch: async (path, content) => (await call(path, (request) => request.patch(content))).body,
    async delete(path) {
      await answered([path, (request) => request.delete()]);
    },
    pages,
    addressOf: (path) => base.href + path,
    needing: (lacked) => createGraph(options, lacked),
  };
}

/** A page asks for the index in a header, which no link to the next one repeats. */
const reading =
  (query?: Query): Parameters<Perform>[1] =>
  (request) =>
    (query?.indexed ? request.header('consistencylevel', 'eventual') : request).get();

function json(text: string, effect?: 'unknown'): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw fault('its answer is not JSON.', { cause, ...(effect && { effect }) });
  }
}

function listOf(body: unknown): { value: readonly unknown[]; link: string | undefined } {
  const { value, '@odata.nextLink': link } = Object(body) as Record<string, unknown>;
  if (!Array.isArray(value)) throw fault('it answered without a list.');
  if (link === undefined || link === null) return { value, link: undefined };
  if (typeof link !== 'string') throw fault('it gave a next link that is not an address.');
  return { value, link };
}

const fault = (detail: string, more?: { cause: unknown; effect?: 'unknown' }): UpstreamError =>
  new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail, ...more });
