import { placeOf } from '../events/eventId.ts';
import type { EventLog } from '../events/eventLog.ts';
import { operation } from '../runtime/operation.ts';
import { invalid, Problem } from '../runtime/problem.ts';
import type { CursorStore } from './cursorStore.ts';
import type { DeadLetters } from './deadLetters.ts';
import { isDigestId } from './digest.ts';
import { type Hints, untold } from './hints.ts';
import { ownSubscription, subscriptionIdProperty } from './ownSubscription.ts';
import { replayed, rewound } from './position.ts';
import { mayHave, type Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';
import type { Place } from './task.ts';

interface Dependencies {
  readonly subscriptions: SubscriptionStore;
  readonly cursors: Pick<CursorStore, 'update'>;
  readonly deadLetters: Pick<DeadLetters, 'list' | 'digests' | 'count' | 'remover'>;
  readonly log: EventLog;
  readonly hints: Pick<Hints, 'wake'>;
}

const mostEvents = 100;
// Each waits by itself in the cursor's row, whose size is limited; a time span takes no room at all.
const mostWaiting = 1_000;

export const replayEvents = operation({
  operationId: 'ReplayEvents',
  method: 'POST',
  path: '/replays',
  summary: 'Replay events',
  description:
    'Sends events again to one of your flows, marked as a replay: those of a time span within the last 30 days, those that you name, or its dead letters. Each keeps its event id. A suspended subscription becomes active again.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {},
  body: {
    type: 'object',
    properties: {
      subscriptionId: subscriptionIdProperty,
      from: {
        type: 'string',
        format: 'date-time',
        'x-ms-summary': 'From',
        description: 'Replays what entered the log from this time on. Leave it empty when you name events.',
      },
      to: {
        type: 'string',
        format: 'date-time',
        'x-ms-summary': 'To',
        description: 'Ends the time span; leave it empty for now.',
      },
      eventIds: {
        type: 'array',
        'x-ms-summary': 'Event Ids',
        description: 'The events or dead letters to send again, at most 100.',
        minItems: 1,
        maxItems: mostEvents,
        items: { type: 'string', minLength: 1, maxLength: 100 },
      },
      deadLetters: {
        type: 'boolean',
        'x-ms-summary': 'Dead Letters',
        description:
          'Yes sends the oldest dead letters again, at most 100, and takes them off the list. Repeat it until none is left. Those of another trigger that the flow had before stay on the list.',
      },
    },
    required: ['subscriptionId'],
  },
  responses: {
    200: {
      description: 'The replay has begun.',
      schema: {
        type: 'object',
        properties: {
          subscriptionId: { type: 'string', 'x-ms-summary': 'Subscription Id', description: 'The subscription.' },
          looksThrough: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Looks Through',
            description: 'How many events of the log are gone through; those that pass the flow’s filters are sent.',
          },
          deadLettersLeft: {
            type: 'integer',
            format: 'int32',
            'x-ms-summary': 'Dead Letters Left',
            description: 'How many dead letters can still be sent again.',
          },
        },
        required: ['subscriptionId', 'looksThrough', 'deadLettersLeft'],
      },
    },
  },
  example: {
    body: { subscriptionId: 'q0Yx3mWb1Fh8cT2LrK7vNA', from: '2026-11-21T00:00:00Z' },
    reply: {
      status: 200,
      body: { subscriptionId: 'q0Yx3mWb1Fh8cT2LrK7vNA', looksThrough: 14, deadLettersLeft: 0 },
    },
  },
  handler: async (dependencies: Dependencies, { body, caller, log }) => {
    const { subscriptions, hints } = dependencies;
    const { from, to, eventIds } = body;
    const wishes = [from !== undefined, eventIds !== undefined, body.deadLetters === true].filter(Boolean).length;
    if (wishes !== 1) throw invalid('from', 'give exactly one of from, eventIds and deadLetters.');
    if (to !== undefined && (from === undefined || Date.parse(to) <= Date.parse(from)))
      throw invalid('to', 'must come with from, and after it.');
    const subscription = await ownSubscription(subscriptions, caller, body.subscriptionId);
    const { subscriptionId } = subscription;
    if (subscription.state === 'ended')
      throw new Problem('Conflict', 'The subscription has ended. Turn its flow off and on first.');

    const looksThrough =
      from !== undefined
        ? await replaySpan(dependencies, subscription, { from, ...(to !== undefined && { to }) })
        : await replaySome(dependencies, subscription, eventIds);

    await subscriptions.update(subscriptionId, (current) => {
      if (current?.state !== 'suspended') return undefined;
      const { stateReason, ...rest } = current;
      return { ...rest, state: 'active', updatedAt: new Date().toISOString() };
    });
    await hints.wake(subscriptionId).catch(untold(log));
    const deadLettersLeft = await dependencies.deadLetters.count(subscriptionId, subscription.trigger);
    return { status: 200, body: { subscriptionId, looksThrough, deadLettersLeft } };
  },
});

const replaySpan = async (
  { cursors, log }: Dependencies,
  { subscriptionId, sources }: Subscription,
  span: { readonly from: string; readonly to?: string },
): Promise<number> => {
  let looksThrough = 0;
  for (const source of sources) {
    const first = (await log.sequenceDetectedBefore(source, span.from)) + 1;
    const { nextSequence } = await log.head(source);
    const last = span.to === undefined ? nextSequence - 1 : await log.sequenceDetectedBefore(source, span.to);
    await cursors.update(subscriptionId, ({ retryAtMs, notFoundSinceMs, ...state }) => ({
      ...state,
      positions: { ...state.positions, [source]: rewound(state.positions[source] ?? { cursor: 0 }, { first, last }) },
    }));
    looksThrough += Math.max(0, last - first + 1);
  }
  return looksThrough;
};

const replaySome = async (
  dependencies: Dependencies,
  subscription: Subscription,
  eventIds: readonly string[] | undefined,
): Promise<number> => {
  const { cursors, deadLetters } = dependencies;
  const { subscriptionId, sources, trigger } = subscription;
  const found = eventIds
    ? await placesOf(dependencies, subscription, eventIds)
    : (await deadLetters.list(subscriptionId, { top: mostEvents, trigger })).page;
  // Before the events wait again: one that is refused at once is a dead letter anew, and stays.
  const takeOff = await deadLetters.remover(subscriptionId, found);
  await cursors.update(subscriptionId, ({ retryAtMs, notFoundSinceMs, ...state }) => {
    const positions = sources.map((source) => {
      const here = found.filter((place) => place.source === source);
      const singles = here.flatMap(({ sequence, last }) => (last === undefined ? [sequence] : []));
      const stored = state.positions[source] ?? { cursor: 0 };
      // What a digest stood for comes one by one.
      const back = here.reduce(
        (position, { sequence: first, last }) => (last === undefined ? position : rewound(position, { first, last })),
        stored,
      );
      return [source, replayed(back, singles)] as const;
    });
    const waiting = positions.reduce((sum, [, position]) => sum + (position.waiting?.length ?? 0), 0);
    if (waiting > mostWaiting)
      throw new Problem('Conflict', `Over ${mostWaiting} named events would wait. Replay their time span instead.`);
    return { ...state, positions: Object.fromEntries(positions) };
  });
  await takeOff();
  return found.reduce((sum, { sequence, last = sequence }) => sum + last - sequence + 1, 0);
};

const placesOf = async (
  { deadLetters, log }: Dependencies,
  subscription: Subscription,
  eventIds: readonly string[],
): Promise<readonly Place[]> => {
  const { subscriptionId, sources, trigger } = subscription;
  const digests = eventIds.some(isDigestId) ? await deadLetters.digests(subscriptionId) : [];
  return Promise.all(
    eventIds.map(async (eventId, index) => {
      const digest = digests.find((letter) => letter.eventId === eventId && letter.trigger === trigger);
      if (digest) return digest;
      const place = placeOf(eventId);
      const entry = place && sources.includes(place.source) ? await log.find(eventId) : undefined;
      if (place && entry && mayHave(subscription, entry)) return place;
      throw invalid(`eventIds[${index}]`, 'is no event that the log still keeps for this trigger and its own inputs.');
    }),
  );
};
