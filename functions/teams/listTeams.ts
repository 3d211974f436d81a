import type { Caller } from '../runtime/caller.ts';
import { operation } from '../runtime/operation.ts';
import { exampleChannelPlace } from './channelPlace.ts';
import type { TeamsOfGraph } from './teamsOfGraph.ts';

export const listTeams = operation({
  operationId: 'ListTeams',
  method: 'GET',
  path: '/teams',
  summary: 'List teams',
  description: 'Fills the list of teams in the designer: those that the signed-in person is a member of.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['Team.ReadBasic.All'] },
  parameters: {},
  responses: {
    200: {
      description: 'The teams, by name.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            'x-ms-summary': 'Teams',
            description: 'The teams that are not archived, by name.',
            items: {
              type: 'object',
              properties: {
                teamId: { type: 'string', 'x-ms-summary': 'Team Id', description: 'The id of the team.' },
                displayName: { type: 'string', 'x-ms-summary': 'Team Name', description: 'The name of the team.' },
                description: {
                  type: 'string',
                  'x-ms-summary': 'Team Description',
                  description: 'What the team is for, where its owners wrote it.',
                },
              },
              required: ['teamId', 'displayName'],
            },
          },
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
            teamId: exampleChannelPlace.teamId,
            displayName: 'Security Operations',
            description: 'Alerts and incidents',
          },
        ],
      },
    },
  },
  handler: async ({ teamsFor }: { readonly teamsFor: (caller: Caller) => TeamsOfGraph }, { caller }) => ({
    status: 200,
    body: { value: await teamsFor(caller).teams() },
  }),
});
