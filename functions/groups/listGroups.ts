import { operation } from '../runtime/operation.ts';
import type { GroupsFor } from './groupsOfGraph.ts';

export const listGroups = operation({
  operationId: 'ListGroups',
  method: 'GET',
  path: '/groups',
  summary: 'List groups',
  description:
    'Fills the list of Microsoft 365 groups in the designer, teams among them: the first 2,000 by name that the signed-in person may see.',
  visibility: 'internal',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people' },
  graph: { delegated: ['GroupMember.Read.All'] },
  parameters: {
    search: {
      in: 'query',
      type: 'string',
      'x-ms-summary': 'Search',
      description: 'Only groups with these words in their names; left out: all.',
      minLength: 1,
      maxLength: 200,
      pattern: '\\S',
    },
  },
  responses: {
    200: {
      description: 'The groups, by name.',
      schema: {
        type: 'object',
        properties: {
          value: {
            type: 'array',
            'x-ms-summary': 'Groups',
            description: 'The groups, by name.',
            items: {
              type: 'object',
              properties: {
                groupId: { type: 'string', 'x-ms-summary': 'Group Id', description: 'The object id of the group.' },
                title: {
                  type: 'string',
                  'x-ms-summary': 'Group Title',
                  description: 'The name of the group, with its email address, by which groups of one name differ.',
                },
                displayName: { type: 'string', 'x-ms-summary': 'Group Name', description: 'The name of the group.' },
                email: { type: 'string', 'x-ms-summary': 'Group Email', description: 'Its email address.' },
              },
              required: ['groupId', 'title', 'displayName'],
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
            groupId: '0d3f4b6e-7c55-4d0b-9a64-2f1f1f0c8a17',
            title: 'Supply Chain (supplychain@contoso.com)',
            displayName: 'Supply Chain',
            email: 'supplychain@contoso.com',
          },
        ],
      },
    },
  },
  handler: async ({ groupsFor }: { readonly groupsFor: GroupsFor }, { parameters, caller }) => ({
    status: 200,
    body: { value: await groupsFor(caller).groups(parameters.search) },
  }),
});
