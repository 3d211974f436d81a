import { createHash } from 'node:crypto';
import type { Source } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import type { LogEntry } from '../events/logEntry.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { asciiJson } from '../storage/longJson.ts';

const counts = (summary: string, description: string) =>
  ({
    type: 'array',
    'x-ms-summary': summary,
    description,
    items: {
      type: 'object',
      title: 'DigestCount',
      properties: {
        name: { type: 'string', 'x-ms-summary': 'Name', description: 'What was counted.' },
        count: { type: 'integer', format: 'int32', 'x-ms-summary': 'Count', description: 'How many events name it.' },
      },
      required: ['name', 'count'],
    },
  }) as const;

/** What a flow gets instead of single events in a storm. */
export const digestSchema = schema({
  type: 'object',
  title: 'Digest',
  'x-ms-summary': 'Digest',
  description:
    'Filled in when the event type is digest: more events came than the storm limit lets through one by one.',
  properties: {
    from: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Digest From',
      description: 'When the first of the events entered the log, in UTC.',
    },
    to: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Digest To',
      description: 'When the last of them entered the log, in UTC.',
    },
    count: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Digest Count',
      description: 'How many events the digest stands for.',
    },
    bySeverity: counts('Digest By Severity', 'How many events each severity has, most first.'),
    byPolicy: counts('Digest By Policy', 'How many events each policy has, most first, at most 20.'),
    byUser: counts('Digest By User', 'How many events each person has, most first, at most 20.'),
    eventIds: {
      type: 'array',
      'x-ms-summary': 'Digest Event Ids',
      'x-ms-visibility': 'advanced',
      description: 'The first 100 events; Replay events sends them one by one.',
      items: { type: 'string', description: 'An event id.' },
    },
    listUrl: {
      type: 'string',
      format: 'uri',
      'x-ms-summary': 'Digest List Link',
      description: 'Opens the list of such records in the Microsoft Defender portal.',
    },
  },
  required: ['from', 'to', 'count', 'bySeverity', 'byPolicy', 'byUser', 'eventIds'],
});

export interface Digest {
  readonly eventId: string;
  /** Absent when the digest would stand for nothing any more. */
  readonly json?: string;
  /** The sequences of test events within the range, which go their own way. */
  readonly apart: readonly number[];
}

export interface DigestRange {
  readonly source: Source;
  readonly first: number;
  readonly last: number;
}

const mostNames = 20;
const mostEventIds = 100;
const listUrls: Partial<Record<Source, string>> = { alerts: 'https://security.microsoft.com/alerts' };

/** Names a digest, the same on every attempt; it is no event of the log, so its form is another. */
const digestIdOf = (subscriptionId: string, { source, first, last }: DigestRange): string =>
  `digest-${createHash('sha256').update([subscriptionId, source, first, last].join('\n')).digest('base64url').slice(0, 22)}`;

export const isDigestId = (eventId: string): boolean => eventId.startsWith('digest-');

interface DigestOptions {
  readonly subscriptionId: string;
  readonly range: DigestRange;
  readonly log: Pick<EventLog, 'after'>;
  readonly isInDigest: (entry: LogEntry) => boolean;
}

/** Reads a range of the log and counts what the digest stands for. */
export const digestOf = async (options: DigestOptions): Promise<Digest> => {
  const { subscriptionId, range, log, isInDigest } = options;
  // Only sums are kept: a flow that was suspended may have hundreds of thousands of events in one digest.
  const eventIds: string[] = [];
  const [bySeverity, byPolicy, byUser] = [createTally(), createTally(), createTally()];
  const apart: number[] = [];
  let times: { readonly from: string; readonly to: string } | undefined;
  let count = 0;
  let at = range.first - 1;
  while (at < range.last) {
    const page = await log.after(range.source, at);
    if (!page.length) break;
    for (const entry of page) {
      at = entry.sequence;
      if (at > range.last) break;
      if (entry.target === subscriptionId) apart.push(at);
      else if (isInDigest(entry)) {
        const { detectedAt, facets } = entry;
        count++;
        times = { from: times?.from ?? detectedAt, to: detectedAt };
        if (eventIds.length < mostEventIds) eventIds.push(entry.eventId);
        bySeverity.add([facets.severity ?? 'unknown']);
        byPolicy.add(spoken(facets.policies));
        byUser.add(spoken(facets.users));
      }
    }
  }
  const eventId = digestIdOf(subscriptionId, range);
  if (!times) return { eventId, apart };
  const listUrl = listUrls[range.source];
  const digest: Infer<typeof digestSchema> = {
    ...times,
    count,
    bySeverity: bySeverity.most(),
    byPolicy: byPolicy.most(),
    byUser: byUser.most(),
    eventIds,
    ...(listUrl !== undefined && { listUrl }),
  };
  const json = asciiJson({
    eventId,
    eventKey: eventId,
    type: 'digest',
    change: 'raised',
    schemaVersion: '1',
    source: range.source,
    sequence: range.last,
    occurredAt: digest.from,
    detectedAt: digest.to,
    isTest: false,
    correlationId: eventId,
    digest,
  });
  return { eventId, json, apart };
};

// Facets hold ids and names alike; people read names, where there are some.
const spoken = (names: readonly string[] = []): readonly string[] => {
  const readable = names.filter((name) => !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(name));
  return readable.length ? readable : names;
};

/** Counts how often each name is given. */
const createTally = () => {
  const found = new Map<string, number>();
  return {
    add(names: readonly string[]): void {
      for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
    },
    most: () =>
      [...found]
        .map(([name, count]) => ({ name, count }))
        .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
        .slice(0, mostNames),
  };
};
