import type { Source } from '../events/event.ts';
import type { LogEntry } from '../events/logEntry.ts';
import type { Caller } from '../runtime/caller.ts';
import { type Criterion, meets } from './criterion.ts';
import { type Filter, passes } from './filter.ts';

/** `ended`: by the callback's own word. `deleted`: by its owner. Both are kept until retention, to answer for them. */
export type SubscriptionState = 'active' | 'suspended' | 'ended' | 'deleted';

export interface Owner {
  readonly tenantId: string;
  readonly objectId: string;
}

/** A Location that was given out; the subscription lives until the last of them is deleted. */
export interface Link {
  readonly secretHash: string;
  readonly deletedAt?: string;
}

/** Who wants which events, and where. */
export interface Subscription {
  readonly subscriptionId: string;
  /** The operation id of the trigger. */
  readonly trigger: string;
  readonly sources: readonly Source[];
  /** The event types that the trigger delivers. */
  readonly types: readonly string[];
  readonly owner: Owner;
  readonly ownerName?: string;
  readonly filter: Filter;
  /** What the trigger's own inputs ask for; all of it. */
  readonly criteria?: readonly Criterion[];
  /** Encrypted. */
  readonly callback: string;
  readonly state: SubscriptionState;
  /** Why it is not active, in words for its owner. */
  readonly stateReason?: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Records from before this time are not sent, and neither are events up to these places in their sources. */
  readonly earliest: string;
  readonly begins: Readonly<Partial<Record<Source, number>>>;
  readonly links: readonly Link[];
}

export const ownerOf = ({ tenantId, objectId }: Caller): Owner => ({ tenantId, objectId });

export const isOwnedBy = (subscription: Subscription, caller: Caller): boolean =>
  subscription.owner.tenantId === caller.tenantId && subscription.owner.objectId === caller.objectId;

type Wanted = Pick<Subscription, 'types' | 'filter' | 'criteria'>;

const isOfTrigger = (
  { types, criteria = [] }: Pick<Subscription, 'types' | 'criteria'>,
  { type, facets }: Pick<LogEntry, 'type' | 'facets'>,
): boolean => types.includes(type) && criteria.every((criterion) => meets(criterion, facets));

/** Whether an event is of the wanted types and passes the filter and all criteria, whenever it was and whoever it is for. */
export const matches = (wanted: Wanted, entry: Pick<LogEntry, 'type' | 'change' | 'facets'>): boolean =>
  isOfTrigger(wanted, entry) && passes(wanted.filter, entry);

type Beginning = Pick<Subscription, 'earliest' | 'begins'>;

const isFromBefore = (
  { earliest, begins }: Beginning,
  { source, sequence, recordedAt }: Pick<LogEntry, 'source' | 'sequence' | 'recordedAt'>,
): boolean => recordedAt < earliest || sequence <= (begins[source] ?? 0);

/** Whether the same thing was sent before, as an event of another source that was wanted as well. */
export const wasTold = (
  subscription: Wanted & Beginning & Pick<Subscription, 'sources'>,
  { type, facets }: Pick<LogEntry, 'type' | 'facets'>,
): boolean =>
  (facets.told ?? []).some(
    (earlier) =>
      subscription.sources.includes(earlier.source) &&
      !isFromBefore(subscription, earlier) &&
      matches(subscription, { ...earlier, type }),
  );

/** Whether a subscription wants an event; a replay reaches behind the time it began at. */
export const wants = (subscription: Subscription, entry: LogEntry, isReplay: 'replay' | 'live'): boolean => {
  if (entry.target !== undefined) return entry.target === subscription.subscriptionId;
  if (isReplay === 'live' && isFromBefore(subscription, entry)) return false;
  return matches(subscription, entry) && !wasTold(subscription, entry);
};

/**
 * Whether a subscription may be sent an event because somebody names it: the filters that choose among events do not
 * apply, but what its trigger's own inputs ask for does, since these may say whose business an event is.
 */
export const mayHave = (subscription: Subscription, entry: LogEntry): boolean =>
  entry.target === undefined
    ? isOfTrigger(subscription, entry)
    : entry.target === subscription.subscriptionId && subscription.types.includes(entry.type);
