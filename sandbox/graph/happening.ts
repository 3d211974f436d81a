import type { ContentType } from '../../functions/integrations/activityFeed/contentType.ts';
import type { ActivityRecord } from '../activityFeed/activityStore.ts';
import type { NewAlert } from './alertRecord.ts';
import type { Fields } from './bodyFields.ts';

/** What comes of something that happens in the tenant: alerts in Graph, records in the activity feed. */
export interface Happening {
  alert?: NewAlert;
  records?: readonly { contentType: ContentType; record: ActivityRecord }[];
}

/** One of the sandbox's scenarios; what the wish leaves open is chosen from Contoso's data. */
export type Scenario = (wish: Fields, at: Date) => Happening;
