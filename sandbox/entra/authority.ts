import { type Application, applications, type Grants } from '../contoso/applications.ts';
import { tenant } from '../contoso/tenant.ts';
import type { User } from '../contoso/users.ts';
import { EntraError } from './entraError.ts';
import type { SigningKeys } from './signingKeys.ts';

/** What an authorization code stands for until it is redeemed. */
export interface CodeGrant {
  clientId: string;
  redirectUri: string;
  user: User;
  scope: string;
  /** Of PKCE, method S256. */
  codeChallenge?: string;
  nonce?: string;
  expiresAt: number;
  isRedeemed: boolean;
}

export interface RefreshGrant {
  clientId: string;
  user: User;
  scope: string;
}

/** The state of the running authority, which its endpoints share. */
export interface Authority {
  /** Known once the server listens. */
  origin: string;
  keys: SigningKeys;
  accessTokenLifetimeMs: number;
  codes: Map<string, CodeGrant>;
  refreshTokens: Map<string, RefreshGrant>;
  /** Replaces what applications.ts grants to a client on its own account, by client id. */
  changedApplicationPermissions: Map<string, Grants>;
}

export function issuerOf(authority: Authority): string {
  return `${authority.origin}/${tenant.id}/v2.0`;
}

export function applicationPermissionsOf(authority: Authority, client: Application): Grants {
  return authority.changedApplicationPermissions.get(client.clientId) ?? client.applicationPermissions;
}

/** The application of that client id, or Entra's refusal. */
export function requireApplication(clientId: string): Application {
  const application = applications.find((candidate) => candidate.clientId === clientId.toLowerCase());
  if (!application) {
    throw new EntraError(
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant.displayName}'.`,
    );
  }
  return application;
}

/** The value of a parameter that must be there. */
export function requireParameter(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (!value) throw new EntraError(900144, `The request body must contain the following parameter: '${name}'.`);
  return value;
}

/** Refuses a tenant that is not the sandbox's; `common` and `organizations` stand for it. */
export function requireTenant(name: string): void {
  const names: readonly string[] = [tenant.id, tenant.defaultDomain, tenant.initialDomain, 'common', 'organizations'];
  if (!names.includes(name.toLowerCase())) {
    throw new EntraError(90002, `Tenant '${name}' not found. Check to make sure you have the correct tenant ID.`);
  }
}
