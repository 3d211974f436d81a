import { errors, type JWTPayload, jwtVerify } from 'jose';
import { authorityKeys } from './authorityKeys.ts';
import { type Caller, holds } from './caller.ts';
import type { Access } from './operation.ts';
import { Problem } from './problem.ts';
import { Secret } from './secret.ts';
import { UpstreamError } from './upstreamError.ts';

export interface AuthorizationSettings {
  /** Origin of Entra ID, such as https://login.microsoftonline.com. */
  readonly authorityHost: string;
  readonly tenantId: string;
  readonly audiences: readonly string[];
  /** Empty: any client of the tenant. */
  readonly allowedClientIds: readonly string[];
}

/**
 * The verified caller of an operation; undefined where none is needed and none came. Throws a `Problem` (401, 403), or
 * an `UpstreamError` when the authority's keys cannot be had.
 */
export type Authorize = (authorization: string | null, access: Access) => Promise<Caller | undefined>;

const delegatedScope = 'access_as_user';

// Hosts and Entra ID keep time to within seconds. Microsoft's own libraries allow five minutes; one is ample, and
// keeps a stolen token from living on.
const clockToleranceSeconds = 60;

/**
 * Verifies bearer tokens of one Entra ID tenant in code. Headers that a proxy might set, such as
 * x-ms-client-principal, are never looked at: anybody can send them.
 */
export function authorization(settings: AuthorizationSettings): Authorize {
  const verify = tokenVerifier(settings);
  return async (header, access) => {
    if (access === 'public' || (access === 'link' && header === null)) return undefined;
    const token = bearerToken(header);
    const claims = await verify(token);
    if (settings.allowedClientIds.length > 0 && !settings.allowedClientIds.includes(claims.azp)) {
      throw new Problem('ClientNotAllowed', `Add the application ${claims.azp} to ALLOWED_CLIENT_IDS, or use another.`);
    }
    const caller = toCaller(claims, token);
    if (access !== 'link') requireRights(caller, claims, access);
    return caller;
  };
}

interface Claims extends JWTPayload {
  readonly azp: string;
  readonly exp: number;
  readonly oid: string;
  readonly sub: string;
  readonly tid: string;
}

function bearerToken(header: string | null): string {
  if (header === null) throw new Problem('TokenMissing', 'Send an Authorization header with a bearer token.');
  // Repeated headers arrive joined by commas, which no token holds: two of them do not match.
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1];
  if (token === undefined) throw notAccepted('Send exactly one Authorization header, with one bearer token.');
  return token;
}

function tokenVerifier({ authorityHost, tenantId, audiences }: AuthorizationSettings) {
  const authority = `${authorityHost}/${tenantId}`;
  const keys = authorityKeys(authority);
  return async (token: string): Promise<Claims> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ['RS256'],
        issuer: `${authority}/v2.0`,
        audience: [...audiences],
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp'],
      });
      requireAccessToken(payload, tenantId);
      return payload;
    } catch (error) {
      if (error instanceof Problem || error instanceof UpstreamError) throw error;
      throw notAccepted(reason(error));
    }
  };
}

function requireAccessToken(payload: JWTPayload, tenantId: string): asserts payload is Claims {
  if (payload.ver !== '2.0') {
    throw notAccepted('Ask for a v2.0 token: set requestedAccessTokenVersion of the API registration to 2.');
  }
  if (payload.tid !== tenantId) throw notAccepted('Sign in to the tenant that this app serves.');
  // An ID token proves a sign-in to some client; it grants nothing, and only it carries these hashes and the nonce.
  const isIdToken = ['nonce', 'at_hash', 'c_hash'].some((mark) => mark in payload);
  if (isIdToken || !isText(payload.azp)) throw notAccepted('Send an access token, not an ID token.');
  if (!isText(payload.oid) || !isText(payload.sub)) throw notAccepted('Send a token with the claims oid and sub.');
  if (payload.scp !== undefined && payload.idtyp === 'app') throw notAccepted('An app token carries no scopes.');
}

const isText = (claim: unknown): claim is string => typeof claim === 'string' && claim !== '';

function reason(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired: sign in again.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf') return 'The token is not valid yet: check the clock.';
    if (error.claim === 'aud') return 'The token is for another application: ask for one for this API.';
    if (error.claim === 'iss') return 'The token comes from another authority or tenant.';
  }
  return 'The token is not one that Entra ID issued for this API: sign in again.';
}

function toCaller(claims: Claims, token: string): Caller {
  const { roles, name, preferred_username: userPrincipalName } = claims;
  return {
    kind: isApp(claims) ? 'app' : 'person',
    tenantId: claims.tid,
    objectId: claims.oid,
    clientId: claims.azp,
    ...(isText(name) && { name }),
    ...(isText(userPrincipalName) && { userPrincipalName }),
    roles: Array.isArray(roles) ? roles.filter(isText) : [],
    token: new Secret(token),
    expiresAtMs: claims.exp * 1_000,
  };
}

/** An app acting as itself. `idtyp` is an optional claim; without it, an app is its own subject. */
function isApp({ scp, idtyp, oid, sub }: Claims): boolean {
  return scp === undefined && (idtyp === 'app' || (idtyp === undefined && oid === sub));
}

function requireRights(caller: Caller, { scp }: Claims, access: Exclude<Access, string>): void {
  if (caller.kind === 'app' && access.callers === 'people') {
    throw new Problem('AppsNotAllowed', 'Call this on behalf of a signed-in person.');
  }
  if (caller.kind === 'person' && !(isText(scp) && scp.split(' ').includes(delegatedScope))) {
    throw new Problem('ScopeMissing', `Ask for a token with the scope ${delegatedScope}.`);
  }
  if (!holds(caller, access.role)) {
    throw new Problem('RoleMissing', `Ask an administrator to assign you the app role ${access.role}.`);
  }
}

const notAccepted = (detail: string): Problem => new Problem('TokenNotAccepted', detail);
