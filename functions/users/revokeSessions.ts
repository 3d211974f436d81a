import { operation } from '../runtime/operation.ts';
import { userInput } from './userInput.ts';
import type { UsersFor } from './usersOfGraph.ts';

export const revokeSessions = operation({
  operationId: 'RevokeSessions',
  method: 'POST',
  path: '/users/revokeSessions',
  summary: 'Revoke sign-in sessions',
  description:
    'Ends all sign-in sessions of a user, who then has to sign in again everywhere. It takes some minutes, and apps that do not check continuously may stay open for up to an hour. The account is not blocked.',
  visibility: 'none',
  audience: 'listed',
  repeat: 'key',
  access: { role: 'Purview.Remediator', callers: 'people and apps' },
  graph: { delegated: ['User.RevokeSessions.All'], application: ['User.RevokeSessions.All'] },
  parameters: {},
  body: { type: 'object', properties: { user: userInput }, required: ['user'] },
  responses: {
    200: {
      description: 'The sessions are being ended.',
      schema: {
        type: 'object',
        properties: {
          user: { type: 'string', 'x-ms-summary': 'User', description: 'The person whose sessions end.' },
          revokedAt: {
            type: 'string',
            format: 'date-time',
            'x-ms-summary': 'Revoked At',
            description: 'Sessions that began before this time end, in UTC.',
          },
        },
        required: ['user', 'revokedAt'],
      },
    },
  },
  example: {
    body: { user: 'adele@contoso.com' },
    reply: { status: 200, body: { user: 'adele@contoso.com', revokedAt: '2026-09-01T08:10:00.000Z' } },
  },
  handler: async ({ usersFor }: { readonly usersFor: UsersFor }, { body: { user }, caller }) => {
    await usersFor(caller).revokeSessions(user);
    return { status: 200, body: { user, revokedAt: new Date().toISOString() } };
  },
});
