import { operation } from '../runtime/operation.ts';
import { type CardRoutes, cardRoute } from './cardRoute.ts';
import { exampleChannelPlace, optionalChannelPlaceProperties } from './channelPlace.ts';
import { examplePostedMessage, postedMessage } from './postedMessage.ts';
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
      ...exampleChannelPlace,
      card: '{"type":"AdaptiveCard","version":"1.5","body":[{"type":"TextBlock","text":"Three alerts wait for a decision.","wrap":true}],"actions":[{"type":"Action.OpenUrl","title":"Open the queue","url":"https://security.microsoft.com/alerts"}]}',
    },
    reply: { status: 201, body: examplePostedMessage },
  },
  handler: async (dependencies: CardRoutes, { body, caller }) => {
    const { card, ...place } = body;
    const post = cardRoute(dependencies, caller, place);
    return { status: 201, body: await post(readCard(card)) };
  },
});
