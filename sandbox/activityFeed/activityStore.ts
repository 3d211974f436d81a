import { randomUUID } from 'node:crypto';
import type { ContentType } from '../../functions/integrations/activityFeed/contentType.ts';
import { tenant } from '../contoso/tenant.ts';
import { type Clock, startClock } from '../graph/clock.ts';

/** A record of the audit log as the activity feed gives it out. */
export type ActivityRecord = { Id: string; CreationTime: string; Operation: string; [property: string]: unknown };

/** A bundle of records that became available together. */
export interface StoredContent {
  contentType: ContentType;
  contentId: string;
  created: Date;
  expires: Date;
  /** Mostly records; a test may put in what no client should have to expect. */
  records: readonly unknown[];
}

export interface ContentTimes {
  /** Now unless told otherwise. */
  created?: Date;
  /** Seven days later unless told otherwise. */
  expires?: Date;
}

/** What the tenant's audit log holds for the activity feed. */
export interface ActivityStore {
  clock: Clock;
  add(contentType: ContentType, records: readonly unknown[], times?: ContentTimes): StoredContent;
  find(contentId: string): StoredContent | undefined;
  /** In the order in which they became available. */
  list(contentType: ContentType): readonly StoredContent[];
  clear(): void;
}

const keptMs = 7 * 24 * 60 * 60_000;

export function createActivityStore(): ActivityStore {
  const clock = startClock();
  const contents = new Map<string, StoredContent>();
  let last = 0;
  return {
    clock,
    add(contentType, records, { created = clock.now(), expires = new Date(created.getTime() + keptMs) } = {}) {
      last += 1;
      const contentId = `${created.toISOString().replaceAll(/\D/g, '')}$${last}$${randomUUID().replaceAll('-', '')}$04`;
      const content = { contentType, contentId, created, expires, records };
      contents.set(contentId, content);
      return content;
    },
    find: (contentId) => contents.get(contentId),
    list: (contentType) =>
      [...contents.values()]
        .filter((content) => content.contentType === contentType)
        .sort((one, other) => one.created.getTime() - other.created.getTime()),
    clear: () => contents.clear(),
  };
}

/** What every record says; the time has no zone and is UTC, as in the real feed. */
export function activityRecord(
  operation: string,
  at: Date,
  properties: Readonly<Record<string, unknown>>,
): ActivityRecord {
  return {
    Id: randomUUID(),
    CreationTime: at.toISOString().slice(0, 19),
    Operation: operation,
    OrganizationId: tenant.id,
    UserType: 0,
    Version: 1,
    ...properties,
  };
}
