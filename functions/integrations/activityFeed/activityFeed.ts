import type { ContentType } from './contentType.ts';

/** A bundle of records, fetched as a whole; once it is there it does not change. */
export interface Content {
  readonly contentId: string;
  readonly contentUri: string;
  /** When it became available, ISO-8601 UTC; listings are by this time. */
  readonly createdAt: string;
}

export interface ContentPage {
  readonly contents: readonly Content[];
  /** Entries of the list that name no content which could be fetched, and why. */
  readonly unusable: readonly string[];
  /** When the service answered, by its own clock. */
  readonly date: Date;
}

/** Half-open, ISO-8601 UTC. */
export interface ContentWindow {
  readonly from: string;
  readonly to: string;
}

/**
 * The Office 365 Management Activity API of the tenant, as the app itself. Answers are untrusted JSON. Refusals are
 * `Problem`s, an answer that cannot be used or a service that is away is an `UpstreamError`.
 * https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-reference
 */
export interface ActivityFeed {
  /** Makes sure that the tenant collects content of this type for us; the time is the service's. */
  start(contentType: ContentType): Promise<Date>;
  /** The contents that became available in a window; a page that fails throws, and nothing after it is read. */
  list(contentType: ContentType, window: ContentWindow): AsyncIterable<ContentPage>;
  /** The records of a content; `gone` when the service keeps it no longer, `tooLarge` when it has more than 32 MB. */
  records(content: Content): Promise<readonly unknown[] | 'gone' | 'tooLarge'>;
}
