import { createHash, randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { Application } from '../contoso/applications.ts';
import { api } from '../contoso/applications.ts';
import type { Resource } from '../contoso/microsoftResources.ts';
import { tenant } from '../contoso/tenant.ts';
import type { User } from '../contoso/users.ts';
import { type Authority, applicationPermissionsOf, issuerOf } from './authority.ts';
import { EntraError } from './entraError.ts';
import { takesVersion2 } from './resource.ts';
import type { RequestedScope } from './scope.ts';

/** How a client proved itself; its place is the value of `azpacr` and `appidacr`. */
const clientProofs = ['none', 'secret', 'assertion'] as const;
export type ClientProof = (typeof clientProofs)[number];

/** A client that has proved itself, or needs not to. */
export interface AuthenticatedClient {
  application: Application;
  proof: ClientProof;
}

/** Claims of a token by which a client acts for a person; refused with 65001 where consent is missing. */
export function delegatedClaims(
  authority: Authority,
  { application, proof }: AuthenticatedClient,
  user: User,
  scope: RequestedScope,
): JWTPayload {
  const { resource } = scope;
  const consented = application.delegatedPermissions[resource.appId] ?? [];
  const isConsented = scope.isDefault
    ? consented.length > 0
    : scope.permissions.every((permission) => consented.includes(permission));
  if (!isConsented) {
    throw new EntraError(
      65001,
      `The user or administrator has not consented to use the application with ID '${application.clientId}' named '${application.displayName}'. Send an interactive authorization request for this user and resource.`,
    );
  }
  // Entra puts everything into the token that was consented, whatever part of it was asked for.
  const scp = consented.length > 0 ? consented : [...scope.openId].filter((value) => value !== 'offline_access');
  const claims: JWTPayload = {
    ...commonClaims(authority, resource, scope.identifier),
    oid: user.id,
    sub: pairwiseSubject(user, resource),
    name: user.displayName,
    scp: scp.join(' '),
  };
  if (takesVersion2(resource)) {
    return {
      ...claims,
      azp: application.clientId,
      azpacr: String(clientProofs.indexOf(proof)),
      preferred_username: user.userPrincipalName,
      ...(resource.appId === api.clientId && user.appRoles.length > 0 && { roles: user.appRoles }),
    };
  }
  return {
    ...claims,
    ...version1Client(application, proof),
    idtyp: 'user',
    given_name: user.givenName,
    family_name: user.surname,
    upn: user.userPrincipalName,
    unique_name: user.userPrincipalName,
  };
}

/** Claims of a token by which an application acts on its own account. */
export function applicationClaims(
  authority: Authority,
  { application, proof }: AuthenticatedClient,
  resource: Resource,
  identifier: string,
): JWTPayload {
  const roles = applicationPermissionsOf(authority, application)[resource.appId] ?? [];
  return {
    ...commonClaims(authority, resource, identifier),
    idtyp: 'app',
    oid: application.objectId,
    sub: application.objectId,
    ...(roles.length > 0 && { roles }),
    ...(takesVersion2(resource)
      ? { azp: application.clientId, azpacr: String(clientProofs.indexOf(proof)) }
      : version1Client(application, proof)),
  };
}

/** Claims of the ID token that tells a client who signed in. */
export function idTokenClaims(authority: Authority, application: Application, user: User, nonce?: string): JWTPayload {
  return {
    ...timesAndIds(authority),
    aud: application.clientId,
    iss: issuerOf(authority),
    ver: '2.0',
    oid: user.id,
    sub: pairwiseSubject(user, { appId: application.clientId }),
    name: user.displayName,
    preferred_username: user.userPrincipalName,
    ...(nonce !== undefined && { nonce }),
  };
}

function commonClaims(authority: Authority, resource: Resource, identifier: string): JWTPayload {
  const versioned = takesVersion2(resource)
    ? { aud: resource.appId, iss: issuerOf(authority), ver: '2.0' }
    : { aud: identifier, iss: `https://sts.windows.net/${tenant.id}/`, ver: '1.0' };
  return { ...versioned, ...timesAndIds(authority) };
}

function timesAndIds(authority: Authority): JWTPayload {
  const issuedAt = Math.floor(Date.now() / 1000);
  return {
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + Math.round(authority.accessTokenLifetimeMs / 1000),
    tid: tenant.id,
    uti: randomBytes(16).toString('base64url'),
  };
}

function version1Client(application: Application, proof: ClientProof): JWTPayload {
  return {
    appid: application.clientId,
    appidacr: String(clientProofs.indexOf(proof)),
    app_displayname: application.displayName,
  };
}

/** `sub` of a person differs from one audience to another, so that it cannot be used to follow them. */
function pairwiseSubject(user: User, { appId }: Pick<Resource, 'appId'>): string {
  return createHash('sha256').update(`${user.id} ${appId}`).digest('base64url');
}
