import { operation } from '../runtime/operation.ts';
import { userInput } from './userInput.ts';
import type { UsersFor } from './usersOfGraph.ts';

export const getManager = operation({
  operationId: 'GetManager',
  method: 'GET',
  path: '/users/{user}/manager',
  summary: 'Get manager',
  description:
    'Gets the person whom a user reports to in Microsoft Entra ID. For somebody without a manager the answer is 404.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'safe',
  access: { role: 'Purview.Reader', callers: 'people and apps' },
  graph: { delegated: ['User.Read.All'], application: ['User.Read.All'] },
  parameters: { user: { ...userInput, in: 'path' } },
  responses: {
    200: {
      description: 'The manager.',
      schema: {
        type: 'object',
        title: 'Manager',
        properties: {
          userId: { type: 'string', 'x-ms-summary': 'Manager Id', description: 'The object id in Microsoft Entra ID.' },
          displayName: { type: 'string', 'x-ms-summary': 'Manager Name', description: 'The name as people see it.' },
          userPrincipalName: {
            type: 'string',
            'x-ms-summary': 'Manager User Principal Name',
            description: 'The sign-in name.',
          },
          mail: { type: 'string', 'x-ms-summary': 'Manager Mail', description: 'The mail address.' },
          jobTitle: { type: 'string', 'x-ms-summary': 'Manager Job Title', description: 'The position.' },
          department: { type: 'string', 'x-ms-summary': 'Manager Department', description: 'The part of the company.' },
        },
        required: ['userId'],
      },
    },
  },
  example: {
    parameters: { user: 'adele@contoso.com' },
    reply: {
      status: 200,
      body: {
        userId: '2330fcf1-562a-44b8-8866-8d77e827062c',
        displayName: 'Miriam Graham',
        userPrincipalName: 'miriam@contoso.com',
        mail: 'miriam@contoso.com',
        jobTitle: 'Director of Marketing',
        department: 'Marketing',
      },
    },
  },
  handler: async ({ usersFor }: { readonly usersFor: UsersFor }, { parameters, caller }) => ({
    status: 200,
    body: await usersFor(caller).manager(parameters.user),
  }),
});
