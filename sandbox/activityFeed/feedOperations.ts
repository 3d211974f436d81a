import { type ContentType, contentTypes } from '../../functions/integrations/activityFeed/contentType.ts';
import { Refusal } from '../refusal.ts';
import type { ActivityStore, StoredContent } from './activityStore.ts';

/** A permitted call of the feed of the tenant. */
export interface FeedCall {
  method: string;
  /** Where the caller reached the feed of the tenant. */
  root: string;
  /** Below it. */
  path: string;
  query: URLSearchParams;
  /** App roles of the token. */
  roles: ReadonlySet<string>;
}

export interface FeedAnswer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** The operations of the feed, and the subscriptions that they start and stop. */
export interface FeedOperations {
  /** The name of a call's operation, for faults and counts. */
  nameOf(method: string, path: string): string;
  answer(call: FeedCall): FeedAnswer;
  subscriptions: Map<ContentType, 'enabled' | 'disabled'>;
}

const dayMs = 24 * 60 * 60_000;
const timePattern = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/;
const windowMessage =
  'Start time and end time must both be specified (or both omitted) and must be less than or equal to 24 hours apart, with the start time prior to end time and start time no more than 7 days in the past.';

/** https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-reference */
export function createFeedOperations(store: ActivityStore, pageSize: number): FeedOperations {
  const subscriptions: FeedOperations['subscriptions'] = new Map();

  const operations: Readonly<Record<string, (call: FeedCall) => FeedAnswer>> = {
    'POST /subscriptions/start': (call) => {
      const contentType = contentTypeOf(call);
      if (subscriptions.get(contentType) === 'enabled')
        throw new Refusal(400, 'AF20024', 'The subscription is already enabled. No property change.');
      subscriptions.set(contentType, 'enabled');
      return { status: 200, body: { contentType, status: 'enabled', webhook: null } };
    },
    'POST /subscriptions/stop': (call) => {
      if (!subscriptions.delete(contentTypeOf(call))) throw noSubscription();
      return { status: 204 };
    },
    'GET /subscriptions/list': () => ({
      status: 200,
      body: [...subscriptions].map(([contentType, status]) => ({ contentType, status, webhook: null })),
    }),
    'GET /subscriptions/content': list,
    'GET /audit/{contentId}': retrieve,
  };

  function list(call: FeedCall): FeedAnswer {
    const contentType = contentTypeOf(call);
    const status = subscriptions.get(contentType);
    if (status === undefined) throw noSubscription();
    if (status === 'disabled') throw new Refusal(400, 'AF20023', 'The subscription was disabled by a tenant admin.');
    const { from, to } = windowOf(call.query);
    const found = store.list(contentType).filter(({ created }) => created >= from && created < to);
    const at = pageOf(call.query, found.length);
    const next = at + pageSize;
    const query = new URLSearchParams(call.query);
    query.set('nextPage', String(next));
    return {
      status: 200,
      body: found.slice(at, next).map((content) => listed(content, call.root)),
      // The documentation shows the next page under v1, whatever version was asked.
      ...(next < found.length && {
        headers: { NextPageUri: `${call.root.replace('/v1.0/', '/v1/')}/subscriptions/content?${query}` },
      }),
    };
  }

  function windowOf(query: URLSearchParams): { from: Date; to: Date } {
    const [startTime, endTime] = [query.get('startTime'), query.get('endTime')];
    const now = store.clock.now();
    if (startTime === null && endTime === null) return { from: new Date(now.getTime() - dayMs), to: now };
    if (startTime === null || endTime === null) throw new Refusal(400, 'AF20055', windowMessage);
    const [from, to] = [timeOf('startTime', startTime), timeOf('endTime', endTime)];
    if (from >= to || to.getTime() - from.getTime() > dayMs) throw new Refusal(400, 'AF20055', windowMessage);
    if (from.getTime() < now.getTime() - 7 * dayMs) throw new Refusal(400, 'AF20030', windowMessage);
    return { from, to };
  }

  function retrieve(call: FeedCall): FeedAnswer {
    const contentId = decodeURIComponent(call.path.slice('/audit/'.length));
    const content = store.find(contentId);
    if (!content) throw new Refusal(404, 'AF20050', `The specified content (${contentId}) does not exist.`);
    if (store.clock.now() >= content.expires)
      throw new Refusal(
        400,
        'AF20051',
        `Content requested with the key ${contentId} has already expired. Content older than 7 days cannot be retrieved.`,
      );
    const mayReadValues = call.roles.has('ActivityFeed.ReadDlp');
    return { status: 200, body: mayReadValues ? content.records : content.records.map(withoutDetections) };
  }

  return {
    subscriptions,
    nameOf(method, path) {
      const name = `${method} ${path.startsWith('/audit/') ? '/audit/{contentId}' : path}`;
      return name in operations ? name : 'unknown';
    },
    answer(call) {
      const operation = operations[this.nameOf(call.method, call.path)];
      if (!operation) throw new Refusal(404, 'AF20002', `There is no operation ${call.method} ${call.path}.`);
      return operation(call);
    },
  };
}

function listed({ contentType, contentId, created, expires }: StoredContent, root: string) {
  return {
    contentType,
    contentId,
    contentUri: `${root}/audit/${contentId}`,
    contentCreated: created.toISOString(),
    contentExpiration: expires.toISOString(),
  };
}

/** What was found is told to those alone who may read the sensitive details of DLP events. */
function withoutDetections(record: unknown): unknown {
  const text = JSON.stringify(record, (name, value) => {
    if (name === 'SensitiveInformationDetections') return undefined;
    return name === 'SensitiveInfoDetectionIsIncluded' ? false : value;
  });
  return text === undefined ? record : JSON.parse(text);
}

function contentTypeOf({ query }: FeedCall): ContentType {
  const wished = query.get('contentType');
  if (wished === null) throw new Refusal(400, 'AF20001', 'Missing parameter: contentType.');
  const known = contentTypes.find((contentType) => contentType.toLowerCase() === wished.toLowerCase());
  if (!known) throw new Refusal(400, 'AF20020', 'The specified content type is not valid.');
  return known;
}

function timeOf(name: string, value: string): Date {
  const time = new Date(`${value.includes('T') ? value : `${value}T00:00`}Z`);
  if (!timePattern.test(value) || Number.isNaN(time.getTime()))
    throw new Refusal(400, 'AF20002', `Invalid parameter type: ${name}. Expected type: datetime`);
  return time;
}

function pageOf(query: URLSearchParams, contents: number): number {
  const nextPage = query.get('nextPage') ?? '0';
  if (!/^\d+$/.test(nextPage) || Number(nextPage) > contents)
    throw new Refusal(400, 'AF20031', `Invalid nextPage Input: ${nextPage}.`);
  return Number(nextPage);
}

const noSubscription = (): Refusal =>
  new Refusal(400, 'AF20022', 'No subscription found for the specified content type.');
