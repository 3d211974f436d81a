import { createHash, randomBytes } from 'node:crypto';
import { sources as allSources, type Source } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import { shifted } from '../events/isoTime.ts';
import type { Caller } from '../runtime/caller.ts';
import { invalid, Problem } from '../runtime/problem.ts';
import { Secret } from '../runtime/secret.ts';
import type { Encryption } from '../storage/encryption.ts';
import { asciiJson } from '../storage/longJson.ts';
import { RowConflict } from '../storage/rowConflict.ts';
import { type CallbackRules, checkedCallback } from './callbackAddress.ts';
import type { Criterion } from './criterion.ts';
import type { CursorStore } from './cursorStore.ts';
import { callbackPlace } from './drainer.ts';
import type { Filter } from './filter.ts';
import type { Hints } from './hints.ts';
import { shownSecret, signingSecretsOf } from './signature.ts';
import { type Link, ownerOf, type Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

export interface Wish {
  readonly trigger: string;
  readonly sources: readonly Source[];
  readonly types: readonly string[];
  readonly notificationUrl: string;
  readonly filter: Filter;
  readonly criteria: readonly Criterion[];
}

export interface Subscribed {
  readonly subscriptionId: string;
  /** The absolute address to DELETE; it holds a secret. */
  readonly location: string;
  /** What deliveries to it are signed with; for apps only, since a flow's run history would show it. */
  readonly signingSecret?: string;
}

export type Subscribe = (caller: Caller, wish: Wish) => Promise<Subscribed>;

interface SubscribeOptions {
  readonly subscriptions: SubscriptionStore;
  readonly cursors: CursorStore;
  readonly log: EventLog;
  readonly hints: Pick<Hints, 'wake'>;
  readonly encryption: Encryption;
  readonly callbackRules: CallbackRules;
  readonly publicBaseUrl: string;
  readonly retentionDays: number;
  /** Left out: all. */
  readonly sourcesRead?: readonly Source[];
  readonly now: () => Date;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** A record this much older than the subscription still counts as new: sources are slow to show what happened. */
const graceMs = 15 * minuteMs;
const mostLinks = 200;
/** Half of what a row holds, in the ASCII that it is kept in; the rest is for the callback and the links. */
const longestFilter = 256 * 1_024;

export const linkHash = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

const isoPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,7})?)?(Z|[+-]\d{2}:\d{2})$/;

const earliestOf = (startFrom: string, now: string, retentionDays: number): string => {
  if (startFrom === 'now') return shifted(now, -graceMs);
  if (startFrom === 'last24Hours') return shifted(now, -dayMs);
  const timeMs = isoPattern.test(startFrom) ? Date.parse(startFrom) : Number.NaN;
  if (Number.isNaN(timeMs))
    throw invalid('startFrom', 'must be now, last24Hours, or a time such as 2026-11-20T08:00:00Z.');
  if (timeMs < Date.parse(now) - retentionDays * dayMs)
    throw invalid('startFrom', `must lie within the last ${retentionDays} days; older events are no longer kept.`);
  if (timeMs > Date.parse(now) + minuteMs) throw invalid('startFrom', 'must not lie in the future.');
  return new Date(timeMs).toISOString();
};

// Live links first, then the newest of the deleted ones: those answer a second DELETE.
const trimmed = (links: readonly Link[]): readonly Link[] =>
  [
    ...links.filter((link) => link.deletedAt === undefined),
    ...links.filter((link) => link.deletedAt !== undefined),
  ].slice(0, mostLinks);

const goesOn = (current: Subscription | undefined): boolean =>
  current?.state === 'active' || current?.state === 'suspended';

const created = async (
  cursors: Pick<CursorStore, 'create'>,
  ...[subscriptionId, state]: Parameters<CursorStore['create']>
): Promise<boolean> => {
  try {
    await cursors.create(subscriptionId, state);
    return true;
  } catch (error) {
    if (!(error instanceof RowConflict)) throw error;
    return false;
  }
};

/** Makes what stands behind every webhook trigger: the same owner and callback are the same subscription, again and again. */
export const createSubscribe = (options: SubscribeOptions): Subscribe => {
  const { subscriptions, cursors, log, hints, encryption, callbackRules, publicBaseUrl, retentionDays } = options;
  const { sourcesRead = allSources } = options;

  const beginsAt = async (
    sources: readonly Source[],
    startFrom: string,
    earliest: string,
  ): Promise<Subscription['begins']> => {
    const begins: Partial<Record<Source, number>> = {};
    for (const source of sources)
      begins[source] =
        startFrom === 'now' ? (await log.head(source)).nextSequence - 1 : await log.sequenceBefore(source, earliest);
    return begins;
  };

  const startCursor = async (subscriptionId: string, begins: Subscription['begins']): Promise<void> => {
    const current = await subscriptions.read(subscriptionId);
    const positions = Object.fromEntries(Object.entries(begins).map(([source, cursor]) => [source, { cursor }]));
    const anew = { positions, failures: 0, delivered: 0 };
    const renewed = (): Promise<boolean> =>
      cursors.update(subscriptionId, ({ retryAtMs, notFoundSinceMs, ...state }) =>
        goesOn(current?.subscription) ? { ...state, positions: { ...positions, ...state.positions } } : anew,
      );
    // Another subscribe may write it in between, and a purge may drop it.
    while (!(await renewed()) && !(await created(cursors, subscriptionId, anew)));
  };

  return async (caller, { trigger, sources, types, notificationUrl, filter, criteria }) => {
    checkedCallback(notificationUrl, callbackRules);
    if (!sources.some((source) => sourcesRead.includes(source)))
      throw new Problem(
        'NotConfigured',
        `Nothing that ${trigger} needs is read here. An administrator must add its content to ACTIVITY_CONTENT_TYPES.`,
      );
    if (asciiJson([filter, criteria]).length > longestFilter)
      throw new Problem(
        'TooLarge',
        'The filters are too long to be kept. Name fewer policies, rules, users or labels.',
      );
    const now = options.now().toISOString();
    const earliest = earliestOf(filter.startFrom, now, retentionDays);
    const owner = ownerOf(caller);
    const subscriptionId = createHash('sha256')
      .update([owner.tenantId, owner.objectId, notificationUrl].join('\n'))
      .digest('base64url')
      .slice(0, 22);
    const secret = randomBytes(32).toString('base64url');
    const link = { secretHash: linkHash(secret) };
    const sealed = await encryption.seal(new Secret(notificationUrl), callbackPlace(subscriptionId));

    const begins = await beginsAt(sources, filter.startFrom, earliest);
    // The cursor comes first, so that a subscription is never without one.
    await startCursor(subscriptionId, begins);
    await subscriptions.update(
      subscriptionId,
      (current): Subscription => ({
        subscriptionId,
        trigger,
        sources,
        types,
        owner,
        ...(caller.name !== undefined && { ownerName: caller.name }),
        filter,
        ...(criteria.length > 0 && { criteria }),
        callback: sealed,
        state: 'active',
        updatedAt: now,
        links: trimmed([link, ...(current?.links ?? [])]),
        ...(current && goesOn(current)
          ? { createdAt: current.createdAt, earliest: current.earliest, begins: { ...begins, ...current.begins } }
          : { createdAt: now, earliest, begins }),
      }),
    );
    // The flow is subscribed. To fail now would leave a Location behind that nobody knows, and so could never delete;
    // the sweep finds what there is to do.
    await hints.wake(subscriptionId).catch(() => undefined);
    const location = `${publicBaseUrl}/api/subscriptions/${subscriptionId}.${secret}`;
    if (caller.kind === 'person') return { subscriptionId, location };
    const [signingSecret] = await signingSecretsOf(encryption, subscriptionId);
    return { subscriptionId, location, signingSecret: shownSecret(signingSecret) };
  };
};
