import type { Source } from '../events/event.ts';
import type { ContentType } from '../integrations/activityFeed/contentType.ts';

/** The source of each type of content; each has a watermark and a writer of its own. */
export const activitySources = {
  'DLP.All': 'dlpActivity',
  'Audit.AzureActiveDirectory': 'entraActivity',
  'Audit.Exchange': 'exchangeActivity',
  'Audit.SharePoint': 'sharePointActivity',
  'Audit.General': 'generalActivity',
} as const satisfies Record<ContentType, Source>;

export type ActivitySource = (typeof activitySources)[ContentType];
