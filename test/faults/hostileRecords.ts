import type { ActivityFeed } from '../../sandbox/activityFeed/startActivityFeed.ts';
import { labels } from '../../sandbox/contoso/labels.ts';
import { activityScenarios } from '../../sandbox/graph/activityScenarios.ts';

/** What is known of an audit record of a changed label, kept apart from what the app makes of it. */
export interface Recorded {
  readonly recordId: string;
  readonly isDowngrade: boolean;
}

export interface HostileRecords {
  readonly recorded: readonly Recorded[];
  /** Leaves so many more in the audit log, in its own bad manners. */
  record(count: number): void;
}

const minuteMs = 60_000;
const recordsPerContent = 3;
const contentType = 'Audit.SharePoint';

/**
 * Audit records as no client likes them: of three contents, one becomes known up to 50 minutes after the time that it
 * gives, one brings along a record that came before, and one holds something that is no record.
 */
export function hostileRecords({ store }: Pick<ActivityFeed, 'store'>): HostileRecords {
  const recorded: Recorded[] = [];
  const given: unknown[] = [];
  let contents = 0;

  const recordOf = (number: number): unknown => {
    const isDowngrade = number % 3 !== 0;
    const [from, to] = isDowngrade ? [labels.confidential, labels.general] : [labels.general, labels.confidential];
    const wish = { from: from.name, to: to.name };
    const record = activityScenarios['label-downgrade']?.(wish, store.clock.now()).records?.[0]?.record;
    recorded.push({ recordId: String(record?.Id), isDowngrade });
    return record;
  };

  return {
    recorded,
    record(count) {
      for (let n = 0; n < count; n += recordsPerContent) {
        const records = Array.from({ length: Math.min(recordsPerContent, count - n) }, () => recordOf(recorded.length));
        const manner = contents++ % 3;
        const lateMs = manner === 0 ? ((contents * 37) % 50) * minuteMs : 0;
        const created = new Date(store.clock.now().getTime() - lateMs);
        const besides = manner === 1 ? given.slice(-1) : manner === 2 ? [7] : [];
        store.add(contentType, [...besides, ...records], { created });
        given.push(...records);
      }
    },
  };
}
