import { findUser } from '../contoso/users.ts';
import type { Clock } from './clock.ts';
import { notFound } from './graphError.ts';
import type { GraphRoute } from './graphRoute.ts';

/** Since when each person's sign-in sessions are valid, by object id; a session that began before is over. */
export interface Sessions {
  validFrom(userId: string): string | undefined;
  revoke(userId: string): void;
}

export function createSessions(clock: Clock): Sessions {
  const validFrom = new Map<string, string>();
  return {
    validFrom: (userId) => validFrom.get(userId),
    revoke: (userId) => void validFrom.set(userId, clock.timestamp()),
  };
}

const permissions = ['User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'];

/** `/users/{id | userPrincipalName}/revokeSignInSessions`. */
export function userSessionRoutes(sessions: Sessions): GraphRoute[] {
  return [
    {
      method: 'POST',
      path: '/users/{userId}/revokeSignInSessions',
      permissions: { delegated: permissions, application: permissions },
      answer(call) {
        const user = findUser(call.param('userId'));
        if (!user) throw notFound(`Resource '${call.param('userId')}'`);
        sessions.revoke(user.id);
        return { status: 200, body: { '@odata.context': `${call.origin}/v1.0/$metadata#Edm.Boolean`, value: true } };
      },
    },
  ];
}
