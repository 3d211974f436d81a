import type { Caller } from '../runtime/caller.ts';
import { operation } from '../runtime/operation.ts';
import { Problem } from '../runtime/problem.ts';
import { type AlertCardInput, alertCard } from './alertCard.ts';
import { type AlertCards, alertOfEvent, alertOfId } from './alertCards.ts';
import { type CardRoutes, cardRoute } from './cardRoute.ts';
import { exampleChannelPlace, optionalChannelPlaceProperties } from './channelPlace.ts';
import { examplePostedMessage, postedMessage } from './postedMessage.ts';

interface Dependencies extends CardRoutes {
  readonly alertCards: AlertCards;
}

interface AlertReference {
  readonly eventId?: string;
  readonly alertId?: string;
}

const findAlert = (
  alertCards: AlertCards,
  caller: Caller,
  { eventId, alertId }: AlertReference,
): Promise<AlertCardInput> => {
  if (eventId !== undefined && alertId === undefined) return alertOfEvent(alertCards, caller, eventId);
  if (alertId !== undefined && eventId === undefined) return alertOfId(alertCards, caller, alertId);
  const message = 'Give exactly one of eventId and alertId.';
  throw new Problem('InvalidInput', message, {
    faults: [
      { field: 'eventId', message },
      { field: 'alertId', message },
    ],
  });
};

export const postAlertCard = operation({
  operationId: 'PostAlertCard',
  method: 'POST',
  path: '/teams/alertCards',
  summary: 'Post alert card to Teams',
  description:
    'Makes a card of an alert, with severity, policy, user, files and a button that opens it in Defender, and posts it to a Teams channel. A flow posts in the name of the person whose connection it uses. An app that calls without a person posts through the Workflows webhook of the back end; its channel is fixed there, so team and channel must be left out.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: {
    delegated: ['ChannelMessage.Send', 'SecurityAlert.Read.All'],
    application: ['SecurityAlert.Read.All'],
  },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      ...optionalChannelPlaceProperties,
      eventId: {
        type: 'string',
        'x-ms-summary': 'Event Id',
        description: 'The Event Id of an alert trigger. Give this or the alert id, not both.',
        minLength: 1,
        maxLength: 200,
      },
      alertId: {
        type: 'string',
        'x-ms-summary': 'Alert Id',
        description: 'The id of an alert, for one that no trigger brought. Give this or the event id, not both.',
        minLength: 1,
        maxLength: 200,
      },
      message: {
        type: 'string',
        'x-ms-summary': 'Message',
        description: 'A sentence of yours on top of the card, as plain text.',
        minLength: 1,
        maxLength: 1_000,
      },
    },
  },
  responses: { 201: { description: 'The card was posted.', schema: postedMessage } },
  example: {
    body: {
      ...exampleChannelPlace,
      alertId: 'dl7c9f52c1-2f1d-4b7a-9a53-0d6a5e0f6a11',
      message: 'Please look into this one first.',
    },
    reply: { status: 201, body: examplePostedMessage },
  },
  handler: async ({ alertCards, ...routes }: Dependencies, { body, caller }) => {
    const { eventId, alertId, message, ...place } = body;
    const post = cardRoute(routes, caller, place);
    const alert = await findAlert(alertCards, caller, {
      ...(eventId !== undefined && { eventId }),
      ...(alertId !== undefined && { alertId }),
    });
    return { status: 201, body: await post(alertCard(alert, message === undefined ? {} : { message })) };
  },
});
