import { operation } from '../runtime/operation.ts';
import { pageProperties } from '../runtime/pagedList.ts';
import { schema } from '../runtime/schema.ts';
import type { DeadLetters } from './deadLetters.ts';
import { keyedPage, keyedPageParameters } from './keyedPage.ts';
import { ownSubscription, subscriptionIdProperty } from './ownSubscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

interface Dependencies {
  readonly subscriptions: Pick<SubscriptionStore, 'read'>;
  readonly deadLetters: Pick<DeadLetters, 'list'>;
  readonly publicBaseUrl: string;
}

const item = schema({
  type: 'object',
  title: 'DeadLetter',
  properties: {
    eventId: {
      type: 'string',
      'x-ms-summary': 'Event Id',
      description: 'The event or digest; Replay events sends it again.',
    },
    reason: { type: 'string', 'x-ms-summary': 'Reason', description: 'Why the flow did not get it.' },
    status: {
      type: 'integer',
      format: 'int32',
      'x-ms-summary': 'Status',
      description: 'What the callback answered, where it did.',
    },
    attempts: { type: 'integer', format: 'int32', 'x-ms-summary': 'Attempts', description: 'How often it was tried.' },
    at: { type: 'string', format: 'date-time', 'x-ms-summary': 'At', description: 'When it was given up, in UTC.' },
  },
  required: ['eventId', 'reason', 'attempts', 'at'],
});

export const listDeadLetters = operation({
  operationId: 'ListDeadLetters',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/deadLetters',
  summary: 'List dead letters',
  description:
    'Lists the events that a flow of yours refused or that failed too often, oldest first, at most 100 at once.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  pageable: { nextLinkName: 'nextLink' },
  parameters: {
    subscriptionId: { in: 'path', ...subscriptionIdProperty },
    ...keyedPageParameters,
  },
  responses: {
    200: {
      description: 'A page of dead letters.',
      schema: {
        type: 'object',
        properties: {
          value: { type: 'array', items: item, 'x-ms-summary': 'Dead Letters', description: 'The dead letters.' },
          nextLink: pageProperties.nextLink,
        },
        required: ['value'],
      },
    },
  },
  example: {
    parameters: { subscriptionId: 'q0Yx3mWb1Fh8cT2LrK7vNA' },
    reply: {
      status: 200,
      body: {
        value: [
          {
            eventId: 'alerts-42-7Q5tWb1Fh8cT2LrK7vNAxy',
            reason: 'The callback refused the event with 400.',
            status: 400,
            attempts: 1,
            at: '2026-11-22T09:30:00.000Z',
          },
        ],
      },
    },
  },
  handler: async ({ subscriptions, deadLetters, publicBaseUrl }: Dependencies, { parameters, caller }) => {
    const { subscriptionId } = await ownSubscription(subscriptions, caller, parameters.subscriptionId);
    const { after, top } = parameters;
    const { page, next } = await deadLetters.list(subscriptionId, { top, ...(after !== undefined && { after }) });
    const value = page.map(({ eventId, reason, status, attempts, at }) => ({
      eventId,
      reason,
      ...(status !== undefined && { status }),
      attempts,
      at,
    }));
    const address = new URL(`/api/subscriptions/${subscriptionId}/deadLetters`, publicBaseUrl);
    return { status: 200, body: keyedPage(value, { address, top, next }) };
  },
});
