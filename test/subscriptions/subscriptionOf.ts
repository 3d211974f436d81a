import type { Subscription } from '../../functions/subscriptions/subscription.ts';

/** A subscription to DLP alerts that is active, with what it filters. */
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
