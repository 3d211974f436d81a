import { operation } from '../runtime/operation.ts';
import { type CardRoutes, cardRoute } from './cardRoute.ts';
import { optionalChannelPlaceProperties } from './channelPlace.ts';
import { postedMessage } from './postedMessage.ts';
import { readCard } from './readCard.ts';

export const postCardToTeams = operation({
  operationId: 'PostCardToTeams',
  method: 'POST',
  path: '/teams/cards',
  summary: 'Post card to Teams',
  description:
    'Posts an Adaptive Card of your own to a Teams channel. A flow posts in the name of the person whose connection it uses, to the team and channel chosen here. An app that calls without a person posts through the Workflows webhook of the back end; its channel is fixed there, so team and channel must be left out.',
  visibility: 'important',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Responder', callers: 'people and apps' },
  graph: { delegated: ['ChannelMessage.Send'] },
  parameters: {},
  body: {
    type: 'object',
    properties: {
      ...optionalChannelPlaceProperties,
      card: {
        type: 'string',
        'x-ms-summary': 'Card',
        description:
          'The card as JSON, as the Adaptive Card designer gives it: version 1.5 or lower, https addresses only, with the actions OpenUrl, ShowCard and ToggleVisibility. The whole message may have 28 KB.',
        minLength: 1,
      },
    },
    required: ['card'],
  },
  responses: { 201: { description: 'The card was posted.', schema: postedMessage } },
  example: {
    body: {
      teamId: 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b',
      channelId: '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2',
      card: '{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"Three alerts wait for a decision.","wrap":true}],"actions":[{"type":"Action.OpenUrl","title":"Open the queue","url":"https://security.microsoft.com/alerts"}]}',
    },
    reply: {
      status: 201,
      body: {
        route: 'channel',
        messageId: '1616990032035',
        webUrl:
          'https://teams.microsoft.com/l/message/19%3A4a95f7d8db4c4e7fae857bcebe0623e6%40thread.tacv2/1616990032035',
      },
    },
  },
  handler: async (dependencies: CardRoutes, { body, caller }) => {
    const { card, ...place } = body;
    const post = cardRoute(dependencies, caller, place);
    return { status: 201, body: await post(readCard(card)) };
  },
});
