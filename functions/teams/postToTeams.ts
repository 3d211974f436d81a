import type { Caller } from '../runtime/caller.ts';
import { operation } from '../runtime/operation.ts';
import { alertCard } from './alertCard.ts';
import { type AlertCards, alertOfEvent } from './alertCards.ts';
import { channelMessage } from './channelMessage.ts';
import { channelPlaceProperties, exampleChannelPlace } from './channelPlace.ts';
import { withinMessageLimit } from './messageLimit.ts';
import { examplePostedMessage, postedMessage } from './postedMessage.ts';
import type { TeamsOfGraph } from './teamsOfGraph.ts';

interface Dependencies {
  readonly teamsFor: (caller: Caller) => TeamsOfGraph;
  readonly alertCards: AlertCards;
}

export const postToTeams = operation({
  operationId: 'PostToTeams',
  method: 'POST',
  path: '/teams/messages',
  summary: 'Post to Teams',
  description:
    'Posts a message to a Teams channel in the name of the person whose connection the flow uses. The text is posted as it is, without formatting and without characters that hide or reorder text; with an event id the card of that alert goes below it.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people' },
  graph: { delegated: ['ChannelMessage.Send'] },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      ...channelPlaceProperties,
      message: {
        type: 'string',
        'x-ms-summary': 'Message',
        description: 'What to say, as plain text; line breaks are kept. The whole message may have 28 KB.',
        minLength: 1,
        maxLength: 28_672,
      },
      subject: {
        type: 'string',
        'x-ms-summary': 'Subject',
        description: 'A heading above the message.',
        minLength: 1,
        maxLength: 250,
      },
      importance: {
        type: 'string',
        enum: ['normal', 'high', 'urgent'],
        'x-ms-summary': 'Importance',
        'x-ms-visibility': 'advanced',
        description: 'How Teams marks the message; normal when left out.',
      },
      eventId: {
        type: 'string',
        'x-ms-summary': 'Event Id',
        description: 'Attaches the card of this alert: the Event Id of the trigger.',
        minLength: 1,
        maxLength: 200,
      },
    },
    required: ['teamId', 'channelId', 'message'],
  },
  responses: { 201: { description: 'The message was posted.', schema: postedMessage } },
  example: {
    body: {
      ...exampleChannelPlace,
      subject: 'DLP alert',
      message: 'Adele Vance sent a file with credit card numbers outside.\nPlease look into it today.',
      importance: 'high',
    },
    reply: { status: 201, body: examplePostedMessage },
  },
  handler: async ({ teamsFor, alertCards }: Dependencies, { body, caller }) => {
    const { teamId, channelId, message, eventId, ...heading } = body;
    const card = eventId === undefined ? {} : { card: alertCard(await alertOfEvent(alertCards, caller, eventId)) };
    const built = withinMessageLimit(channelMessage({ text: message, ...heading, ...card }));
    const posted = await teamsFor(caller).post({ teamId, channelId }, built);
    return { status: 201, body: { route: 'channel' as const, ...posted } };
  },
});
