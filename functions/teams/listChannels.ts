import type { Caller } from '../runtime/caller.ts';
import { operation } from '../runtime/operation.ts';
import { channelPlaceProperties, exampleChannelPlace } from './channelPlace.ts';
import type { TeamsOfGraph } from './teamsOfGraph.ts';

export const listChannels = operation({
  operationId: 'ListChannels',
  method: 'GET',
  path: '/teams/{teamId}/channels',
  summary: 'List channels',
  description: 'Fills the list of channels in the designer: those of a team that the signed-in person may see.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['Channel.ReadBasic.All'] },
  parameters: {
    teamId: { ...channelPlaceProperties.teamId, in: 'path', description: 'The team whose channels are listed.' },
  },
  responses: {
    200: {
      description: 'The channels, by name.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            'x-ms-summary': 'Channels',
            description: 'The channels, by name.',
            items: {
              type: 'object',
              properties: {
                channelId: { type: 'string', 'x-ms-summary': 'Channel Id', description: 'The id of the channel.' },
                displayName: {
                  type: 'string',
                  'x-ms-summary': 'Channel Name',
                  description: 'The name of the channel.',
                },
                membershipType: {
                  type: 'string',
                  'x-ms-summary': 'Membership Type',
                  description: 'Who may read the channel: standard, private or shared.',
                },
              },
              required: ['channelId', 'displayName'],
            },
          },
        },
        required: ['value'],
      },
    },
  },
  example: {
    parameters: { teamId: exampleChannelPlace.teamId },
    reply: {
      status: 200,
      body: {
        value: [
          {
            channelId: exampleChannelPlace.channelId,
            displayName: 'General',
            membershipType: 'standard',
          },
        ],
      },
    },
  },
  handler: async (
    { teamsFor }: { readonly teamsFor: (caller: Caller) => TeamsOfGraph },
    { caller, parameters: { teamId } },
  ) => ({ status: 200, body: { value: await teamsFor(caller).channels(teamId) } }),
});
