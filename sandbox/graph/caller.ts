import type { JWTVerifyGetKey } from 'jose';
import { applications } from '../contoso/applications.ts';
import { microsoftResources } from '../contoso/microsoftResources.ts';
import { findUser } from '../contoso/users.ts';
import { verifyResourceToken } from '../entra/verifyResourceToken.ts';
import { GraphError } from './graphError.ts';

/** Who calls Graph: an application for a person (delegated), or on its own account. */
export interface Caller {
  kind: 'delegated' | 'application';
  /** Only of a delegated call. */
  userId?: string;
  /** Of the person, or of the application. */
  displayName: string;
  /** `scp` of a delegated token, `roles` of an application's. */
  permissions: ReadonlySet<string>;
}

/** Reads the token of a request; without a good one the answer is 401. */
export async function callerOf(keySet: JWTVerifyGetKey, authorization: string | undefined): Promise<Caller> {
  const verified = await verifyResourceToken(keySet, microsoftResources.graph.identifierUri, authorization);
  if ('refusal' in verified) {
    throw new GraphError(401, 'InvalidAuthenticationToken', verified.refusal, {
      'www-authenticate': `Bearer realm="", client_id="${microsoftResources.graph.appId}"`,
    });
  }
  const { kind, objectId, clientId, permissions } = verified.claims;
  const application = applications.find((candidate) => candidate.clientId === clientId);
  return {
    permissions: new Set(permissions),
    ...(kind === 'user'
      ? { kind: 'delegated', userId: objectId, displayName: findUser(objectId)?.displayName ?? objectId }
      : { kind: 'application', displayName: application?.displayName ?? clientId }),
  };
}
