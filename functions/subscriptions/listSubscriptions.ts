import type { EventLog } from '../events/eventLog.ts';
import { operation } from '../runtime/operation.ts';
import { pageProperties } from '../runtime/pagedList.ts';
import { type Infer, schema } from '../runtime/schema.ts';
import { backlogOf } from './backlog.ts';
import type { CursorStore } from './cursorStore.ts';
import type { DeadLetters } from './deadLetters.ts';
import { keyedPage, keyedPageParameters } from './keyedPage.ts';
import { isOwnedBy, type Subscription } from './subscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

interface Dependencies {
  readonly subscriptions: Pick<SubscriptionStore, 'list'>;
  readonly cursors: Pick<CursorStore, 'read'>;
  readonly deadLetters: Pick<DeadLetters, 'count'>;
  readonly log: EventLog;
  readonly publicBaseUrl: string;
}

const path = '/subscriptions';

const item = schema({
  type: 'object',
  title: 'Subscription',
  properties: {
    subscriptionId: { type: 'string', 'x-ms-summary': 'Subscription Id', description: 'Names the subscription.' },
    trigger: {
      type: 'string',
      'x-ms-summary': 'Trigger',
      description: 'The operation id of its trigger, such as OnDlpAlert.',
    },
    state: {
      type: 'string',
      enum: ['active', 'suspended', 'ended'],
      'x-ms-summary': 'State',
      description: 'Active; suspended after a day of nothing but 404; or ended by the flow itself.',
    },
    stateReason: { type: 'string', 'x-ms-summary': 'State Reason', description: 'Why it is not active.' },
    createdAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Created At',
      description: 'When the flow subscribed, in UTC.',
    },
    pending: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Pending Events',
      description:
        'Events that wait to be delivered, counted up to 10,000; 0 while the subscription is not active. What a suspended one misses is kept for it, uncounted.',
    },
    oldestPendingAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Oldest Pending At',
      description: 'Since when the oldest of them waits.',
    },
    delivered: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Delivered Events',
      description: 'Events that were delivered.',
    },
    lastDeliveredAt: {
      type: 'string',
      format: 'date-time',
      'x-ms-summary': 'Last Delivered At',
      description: 'When the last of them was delivered.',
    },
    deadLetters: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Dead Letters',
      description: 'Events that the flow refused or that failed too often; List dead letters says why.',
    },
    lastTrouble: { type: 'string', 'x-ms-summary': 'Last Trouble', description: 'What went wrong last, and when.' },
  },
  required: ['subscriptionId', 'trigger', 'state', 'createdAt', 'pending', 'delivered', 'deadLetters'],
});

export const listSubscriptions = operation({
  operationId: 'ListSubscriptions',
  method: 'GET',
  path,
  summary: 'List subscriptions',
  description:
    'Lists your flows’ subscriptions with what waits to be delivered and what went wrong, at most 100 at once.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  pageable: { nextLinkName: 'nextLink' },
  parameters: keyedPageParameters,
  responses: {
    200: {
      description: 'A page of subscriptions.',
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: item, 'x-ms-summary': 'Subscriptions', description: 'The subscriptions.' },
          nextLink: pageProperties.nextLink,
        },
        required: ['value'],
      },
    },
  },
  example: {
    reply: {
      status: 200,
      body: {
        value: [
          {
            subscriptionId: 'q0Yx3mWb1Fh8cT2LrK7vNA',
            trigger: 'OnDlpAlert',
            state: 'active',
            createdAt: '2026-11-20T08:00:00.000Z',
            pending: 0,
            delivered: 42,
            lastDeliveredAt: '2026-11-22T09:30:00.000Z',
            deadLetters: 0,
          },
        ],
      },
    },
  },
  handler: async (dependencies: Dependencies, { parameters, caller }) => {
    const { subscriptions, publicBaseUrl } = dependencies;
    const mine: Subscription[] = [];
    for await (const page of subscriptions.list())
      mine.push(...page.filter((found) => found.state !== 'deleted' && isOwnedBy(found, caller)));
    const { after = '', top } = parameters;
    const rest = mine.filter(({ subscriptionId }) => subscriptionId > after);
    const shown = rest.slice(0, top);
    const value = await Promise.all(shown.map((subscription) => describe(dependencies, subscription)));
    const next = shown.length === rest.length ? undefined : shown.at(-1)?.subscriptionId;
    return { status: 200, body: keyedPage(value, { address: new URL(`/api${path}`, publicBaseUrl), top, next }) };
  },
});

const describe = async (
  { cursors, deadLetters, log }: Dependencies,
  subscription: Subscription,
): Promise<Infer<typeof item>> => {
  const { subscriptionId, trigger, state, stateReason, createdAt } = subscription;
  const [cursor, dead] = await Promise.all([cursors.read(subscriptionId), deadLetters.count(subscriptionId)]);
  const { delivered = 0, lastDeliveredAt, lastTrouble } = cursor?.state ?? {};
  // A suspended one may lie a month back, too far to be counted each time.
  const backlog = cursor && state === 'active' ? await backlogOf(subscription, cursor.state, log) : { pending: 0 };
  return {
    subscriptionId,
    trigger,
    state: state === 'deleted' ? 'ended' : state,
    createdAt,
    ...backlog,
    delivered,
    deadLetters: dead,
    ...(stateReason !== undefined && { stateReason }),
    ...(lastDeliveredAt !== undefined && { lastDeliveredAt }),
    ...(lastTrouble && { lastTrouble: `${lastTrouble.at}: ${lastTrouble.reason}` }),
  };
};
