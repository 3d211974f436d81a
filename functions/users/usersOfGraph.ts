import type { User } from '@microsoft/microsoft-graph-types';
import type { GraphClients } from '../integrations/graph/graph.ts';
import { graphPath } from '../integrations/graph/graphPath.ts';
import { boundedText } from '../integrations/vendorJson/boundedText.ts';
import type { Caller } from '../runtime/caller.ts';
import { UpstreamError } from '../runtime/upstreamError.ts';

export interface Person {
  readonly userId: string;
  readonly displayName?: string;
  readonly userPrincipalName?: string;
  readonly mail?: string;
  readonly jobTitle?: string;
  readonly department?: string;
}

/** The people of the tenant, by user principal name or object id. */
export interface UsersOfGraph {
  manager(user: string): Promise<Person>;
  /** Ends the sign-in sessions of a person; to do it twice does no more. */
  revokeSessions(user: string): Promise<void>;
}

export type UsersFor = (caller: Caller) => UsersOfGraph;

const select = ['id', 'displayName', 'userPrincipalName', 'mail', 'jobTitle', 'department'];

/** https://learn.microsoft.com/graph/api/resources/user */
export const usersFor =
  (clients: GraphClients): UsersFor =>
  (caller) => {
    const graph = caller.kind === 'person' ? clients.onBehalfOf(caller) : clients.asApp();
    return {
      async manager(user) {
        const readable = graph.needing({ permission: 'User.Read.All' });
        return toPerson(Object(await readable.get(graphPath`/users/${user}/manager`, { select })));
      },
      async revokeSessions(user) {
        const writable = graph.needing({ permission: 'User.RevokeSessions.All', role: 'Helpdesk Administrator' });
        const { value } = Object(await writable.post(graphPath`/users/${user}/revokeSignInSessions`, {}));
        if (value !== true) throw unusable('it did not say that the sessions are revoked.');
      },
    };
  };

function toPerson({ id, ...properties }: User): Person {
  if (typeof id !== 'string') throw unusable('it answered a person without an id.');
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? boundedText(value) : undefined);
  const names = ['displayName', 'userPrincipalName', 'mail', 'jobTitle', 'department'] as const;
  const known = names.map((name) => [name, text(properties[name])] as const).filter(([, value]) => value !== undefined);
  return { userId: boundedText(id), ...Object.fromEntries(known) };
}

const unusable = (detail: string): UpstreamError =>
  new UpstreamError({ service: 'Microsoft Graph', kind: 'fault', detail });
