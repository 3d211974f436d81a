import { appendEvent } from '../events/appendEvent.ts';
import type { EventDraft } from '../events/event.ts';
import type { EventLog } from '../events/eventLog.ts';
import { operation } from '../runtime/operation.ts';
import { Problem } from '../runtime/problem.ts';
import { type Hints, untold } from './hints.ts';
import { ownSubscription, subscriptionIdProperty } from './ownSubscription.ts';
import type { SubscriptionStore } from './subscriptionStore.ts';

interface Dependencies {
  readonly subscriptions: Pick<SubscriptionStore, 'read'>;
  readonly log: EventLog;
  readonly hints: Pick<Hints, 'wake'>;
  /** For each trigger, a record such as it would have from its source. */
  readonly testDrafts: Readonly<Record<string, () => EventDraft>>;
}

export const sendTestEvent = operation({
  operationId: 'SendTestEvent',
  method: 'POST',
  path: '/testEvents',
  summary: 'Send test event',
  description:
    'Sends a synthetic event through the log to one of your flows, marked as a test. Filters do not apply to it, and no other flow receives it.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: {},
  parameters: {},
  body: { type: 'object', properties: { subscriptionId: subscriptionIdProperty }, required: ['subscriptionId'] },
  responses: {
    201: {
      description: 'The event is in the log and on its way.',
      schema: {
        type: 'object',
        properties: {
          eventId: { type: 'string', 'x-ms-summary': 'Event Id', description: 'The id of the test event.' },
        },
        required: ['eventId'],
      },
    },
  },
  example: {
    body: { subscriptionId: 'q0Yx3mWb1Fh8cT2LrK7vNA' },
    reply: { status: 201, body: { eventId: 'alerts-42-7Q5tWb1Fh8cT2LrK7vNAxy' } },
  },
  handler: async (
    { subscriptions, log, hints, testDrafts }: Dependencies,
    { body, caller, correlationId, log: lines },
  ) => {
    const { subscriptionId, trigger, state, sources } = await ownSubscription(
      subscriptions,
      caller,
      body.subscriptionId,
    );
    if (state !== 'active')
      throw new Problem('Conflict', `The subscription is ${state}. Turn its flow off and on to subscribe anew.`);
    const draft = testDrafts[trigger]?.();
    const [source] = sources;
    if (!draft || !source) throw new Problem('Conflict', `There is no test event for ${trigger}.`);
    const event = { draft, change: 'raised', target: subscriptionId, correlationId } as const;
    const entry = await appendEvent(log, source, event);
    await hints.wake(subscriptionId).catch(untold(lines));
    return { status: 201, body: { eventId: entry?.eventId ?? '' } };
  },
});
