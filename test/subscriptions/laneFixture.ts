import type { LogEntry } from '../../functions/events/logEntry.ts';
import type { Subscription } from '../../functions/subscriptions/subscription.ts';

export const subscriptionOf = (filter: Partial<Subscription['filter']>): Subscription => ({
  subscriptionId: 'mine',
  trigger: 'OnDlpAlert',
  sources: ['alerts'],
  types: ['dlpAlert'],
  owner: { tenantId: 't', objectId: 'o' },
  filter: { includeUpdates: false, startFrom: 'now', keepOrder: false, stormLimitPerMinute: 0, ...filter },
  callback: 'sealed',
  state: 'active',
  createdAt: '',
  updatedAt: '',
  earliest: '',
  begins: {},
  links: [],
});

/** An event that the subscription wants, unless told otherwise. */
export const entryAt = (sequence: number, time: string, more: Partial<LogEntry> = {}): LogEntry => ({
  source: 'alerts',
  sequence,
  version: `v${sequence}`,
  record: `r${sequence}`,
  eventId: `e${sequence}`,
  type: 'dlpAlert',
  change: 'raised',
  recordedAt: time,
  detectedAt: time,
  upperBound: time,
  facets: {},
  json: '{}',
  ...more,
});
