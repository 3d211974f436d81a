import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { tenant } from '../contoso/tenant.ts';
import { findResource } from './resource.ts';

/** Who calls a simulated Microsoft API, and what they may do there. */
export interface ResourceTokenClaims {
  /** Whether a person stands behind the call (delegated permissions) or the application alone. */
  kind: 'user' | 'application';
  /** Of the person, or of the application's service principal. */
  objectId: string;
  /** Only of a person. */
  userPrincipalName?: string;
  clientId: string;
  /** Delegated permissions (`scp`) of a person's token, application permissions (`roles`) of an application's. */
  permissions: readonly string[];
}

export interface TokenRefusal {
  /** A sentence for the 401 answer. */
  refusal: string;
}

/** Reads the bearer token of a call to a Microsoft API (`audience` as in `https://graph.microsoft.com`), or says why not. */
export async function verifyResourceToken(
  keySet: JWTVerifyGetKey,
  audience: string,
  authorizationHeader: string | undefined,
): Promise<{ claims: ResourceTokenClaims } | TokenRefusal> {
  const token = /^Bearer\s+(\S+)$/i.exec(authorizationHeader ?? '')?.[1];
  if (token === undefined) return { refusal: 'Access token is empty.' };
  try {
    const { payload } = await jwtVerify(token, keySet, {
      audience: audienceSpellings(audience),
      issuer: `https://sts.windows.net/${tenant.id}/`,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'oid', 'appid'],
    });
    return { claims: toClaims(payload) };
  } catch (error) {
    if (error instanceof errors.JOSEError) return { refusal: explain(error) };
    throw error;
  }
}

function audienceSpellings(audience: string): string[] {
  const bare = audience.replace(/\/$/, '');
  const appId = findResource(bare)?.appId;
  return [bare, `${bare}/`, ...(appId === undefined ? [] : [appId])];
}

function toClaims({ oid, appid, scp, roles, upn }: JWTPayload): ResourceTokenClaims {
  const isUser = typeof scp === 'string';
  const held = isUser ? scp.split(' ') : Array.isArray(roles) ? roles : [];
  return {
    kind: isUser ? 'user' : 'application',
    objectId: String(oid),
    ...(typeof upn === 'string' && { userPrincipalName: upn }),
    clientId: String(appid),
    permissions: held.map(String),
  };
}

function explain(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'Lifetime validation failed, the token is expired.';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'Access token validation failure. Invalid audience.';
    if (error.claim === 'iss') return 'Access token validation failure. Invalid issuer.';
  }
  return `Access token validation failure. ${error.message}`;
}
