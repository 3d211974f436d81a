import type { TokenCredential } from '@azure/identity';
import { UpstreamError } from '../../runtime/upstreamError.ts';
import { createAttempt, OversizedAnswer } from '../graph/createAttempt.ts';
import { type RetryOptions, retrying } from '../graph/retrying.ts';
import { withToken } from '../graph/withToken.ts';
import { parseJson } from '../vendorJson/parseJson.ts';
import { utcTime } from '../vendorJson/utcTime.ts';
import { isRecord } from '../vendorJson/vendorRecord.ts';
import type { ActivityFeed, Content, ContentPage, ContentWindow } from './activityFeed.ts';
import type { ContentType } from './contentType.ts';
import { feedError, feedFault, feedService } from './feedFault.ts';

export interface ActivityFeedOptions {
  /** The origin of the service, such as `https://manage.office.com`. */
  readonly baseUrl: string;
  readonly tenantId: string;
  /** The app's own; the feed knows no delegated calls. */
  readonly credential: TokenCredential;
  readonly retry?: RetryOptions;
  readonly fetch?: typeof globalThis.fetch;
}

interface Answer {
  readonly body: unknown;
  readonly date: Date;
  readonly nextPage: string | undefined;
  /** The code of a refusal that the asker takes as an answer. */
  readonly refusal?: string;
}

const scope = 'https://manage.office.com/.default';
const secondMs = 1_000;
const widestListingMs = 24 * 60 * 60 * secondMs;
const alreadyEnabled = ['AF20024'];
const noLongerKept = ['AF20050', 'AF20051'];

/** Connects to the Office 365 Management Activity API of a tenant. */
export function createActivityFeed(options: ActivityFeedOptions): ActivityFeed {
  const { tenantId, credential, retry } = options;
  const { origin } = new URL(options.baseUrl);
  const root = `${origin}/api/v1.0/${tenantId}/activity/feed`;
  const attempt = createAttempt(options.fetch ?? globalThis.fetch, feedService);
  const send = withToken(retrying(attempt, retry), credential, { origin, scope });
  const now = retry?.now ?? Date.now;

  const address = (at: string, parameters: Readonly<Record<string, string>> = {}): string => {
    const url = new URL(at);
    // Without it, calls share a quota with all publishers that name none.
    for (const [name, value] of Object.entries({ ...parameters, PublisherIdentifier: tenantId }))
      url.searchParams.set(name, value);
    return url.href;
  };

  const call = async (method: 'GET' | 'POST', url: string, taken: readonly string[] = []): Promise<Answer> => {
    const answer = await send({ method, url, headers: { accept: 'application/json' } });
    const text = await answer.text();
    const head = { date: dateOf(answer), nextPage: answer.headers.get('nextpageuri') ?? undefined };
    if (answer.ok) return { ...head, body: json(text) };
    const error = feedError(jsonOrNothing(text));
    if (error.code === undefined || !taken.includes(error.code)) throw feedFault(answer, error, now());
    return { ...head, body: undefined, refusal: error.code };
  };

  const dateOf = ({ headers }: Response): Date => {
    const date = new Date(headers.get('date') ?? '');
    return Number.isNaN(date.getTime()) ? new Date(now()) : date;
  };

  const isOurs = (url: string): boolean =>
    URL.canParse(url) && new URL(url).origin === origin && new URL(url).pathname.startsWith('/api/');

  async function* pagesFrom(first: string): AsyncGenerator<ContentPage> {
    const asked = new Set<string>();
    for (let next: string | undefined = first; next !== undefined; ) {
      if (asked.has(next)) throw fault('its pages lead back to one another.');
      asked.add(next);
      const { body, date, nextPage } = await call('GET', next);
      if (!Array.isArray(body)) throw fault('it listed content without a list.');
      const found = body.map((item) => contentOf(item, isOurs));
      yield {
        contents: found.filter((item) => typeof item === 'object'),
        unusable: found.filter((item) => typeof item === 'string'),
        date,
      };
      if (nextPage !== undefined && !isOurs(nextPage)) throw fault('it gave a next page on another host.');
      next = nextPage && address(nextPage);
    }
  }

  return {
    async start(contentType) {
      const url = address(`${root}/subscriptions/start`, { contentType });
      return (await call('POST', url, alreadyEnabled)).date;
    },
    async *list(contentType: ContentType, window) {
      for (const { from, to } of listings(window)) {
        const listing = address(`${root}/subscriptions/content`, { contentType, startTime: from, endTime: to });
        for await (const page of pagesFrom(listing)) {
          const contents = page.contents.filter(({ createdAt }) => createdAt >= window.from && createdAt < window.to);
          yield { ...page, contents };
        }
      }
    },
    async records({ contentUri }) {
      const answer = await call('GET', address(contentUri), noLongerKept).catch(unlessTooLarge);
      if (answer === undefined) return 'tooLarge';
      const { body, refusal } = answer;
      if (refusal !== undefined) return 'gone';
      if (!Array.isArray(body)) throw fault('it answered a content without a list of records.');
      return body;
    },
  };
}

/** The service takes whole seconds, and refuses more than 24 hours at once. */
function listings({ from, to }: ContentWindow): ContentWindow[] {
  const parts: ContentWindow[] = [];
  const second = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
  const endMs = Math.ceil(Date.parse(to) / secondMs) * secondMs;
  for (let ms = Math.floor(Date.parse(from) / secondMs) * secondMs; ms < endMs; ms += widestListingMs)
    parts.push({ from: second(ms), to: second(Math.min(endMs, ms + widestListingMs)) });
  return parts;
}

/** What an entry of a listing names, or why it names nothing. */
function contentOf(item: unknown, isOurs: (url: string) => boolean): Content | string {
  if (!isRecord(item)) return 'An entry of the list of contents is not an object.';
  const { contentId, contentUri } = item;
  const createdAt = utcTime(item.contentCreated);
  if (typeof contentId !== 'string' || typeof contentUri !== 'string' || createdAt === undefined)
    return 'An entry of the list of contents lacks its id, its address or its time.';
  // The token goes along, so no content is fetched from anywhere else.
  if (!isOurs(contentUri)) return 'A content is said to be on another host.';
  return { contentId, contentUri, createdAt };
}

/** A content never changes, so that one that is too large for a poll holds up all the polls after it. */
function unlessTooLarge(error: unknown): undefined {
  if (!(error instanceof OversizedAnswer)) throw error;
}

function json(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    throw fault('its answer is not JSON.', cause);
  }
}

function jsonOrNothing(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // Gateways in front of the service answer in HTML; the status alone then says what is known.
    return undefined;
  }
}

const fault = (detail: string, cause?: unknown): UpstreamError =>
  new UpstreamError({ service: feedService, kind: 'fault', detail, cause });
