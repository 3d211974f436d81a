import { createHash, randomBytes } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { tenant } from '../contoso/tenant.ts';
import { findUser, type User } from '../contoso/users.ts';
import { type AuthenticatedClient, applicationClaims, delegatedClaims, idTokenClaims } from './accessToken.ts';
import { type Authority, type CodeGrant, requireParameter } from './authority.ts';
import { authenticateClient, missingProof } from './clientAuthentication.ts';
import { EntraError } from './entraError.ts';
import { parseScope } from './scope.ts';

/** The token endpoint's answer, in OAuth's own words. */
export interface TokenResponse {
  token_type: 'Bearer';
  scope?: string;
  expires_in: number;
  ext_expires_in: number;
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  client_info?: string;
}

interface TokenRequest {
  authority: Authority;
  client: AuthenticatedClient;
  form: URLSearchParams;
}

const grants: ReadonlyMap<string, (request: TokenRequest) => Promise<TokenResponse>> = new Map([
  ['client_credentials', grantToApplication],
  ['authorization_code', redeemCode],
  ['refresh_token', refresh],
  ['urn:ietf:params:oauth:grant-type:jwt-bearer', grantOnBehalfOf],
]);

/** Answers a request of the v2.0 token endpoint, or throws Entra's refusal. */
export async function issueTokens(
  authority: Authority,
  form: URLSearchParams,
  authorizationHeader: string | undefined,
): Promise<TokenResponse> {
  const grantType = requireParameter(form, 'grant_type');
  const grant = grants.get(grantType);
  if (!grant) {
    throw new EntraError(70003, `The app requested an unsupported grant type '${grantType}'.`);
  }
  const client = await authenticateClient(authority, form, authorizationHeader);
  return grant({ authority, client, form });
}

async function grantToApplication({ authority, client, form }: TokenRequest): Promise<TokenResponse> {
  if (client.proof === 'none') throw missingProof();
  const scope = requireParameter(form, 'scope');
  const { resource, identifier, isDefault } = parseScope(scope);
  if (!isDefault) {
    throw new EntraError(
      1002012,
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    );
  }
  return bearer(authority, applicationClaims(authority, client, resource, identifier));
}

/** Acts for the person whose token for the client's own API is presented. */
async function grantOnBehalfOf({ authority, client, form }: TokenRequest): Promise<TokenResponse> {
  if (client.proof === 'none') throw missingProof();
  if (requireParameter(form, 'requested_token_use') !== 'on_behalf_of') {
    throw new EntraError(90023, "Invalid request: the only requested_token_use of an assertion is 'on_behalf_of'.");
  }
  const user = await verifyAssertion(authority, client.application.clientId, requireParameter(form, 'assertion'));
  return tokensFor({ authority, client, form }, user, requireParameter(form, 'scope'));
}

async function verifyAssertion(authority: Authority, clientId: string, assertion: string): Promise<User> {
  const claims = await readAssertion(authority, assertion);
  if (claims.aud !== clientId && claims.aud !== `api://${clientId}`) {
    throw new EntraError(
      500131,
      `Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '${claims.aud}' and the expected audience is '${clientId}' or one of the Application Uris of this application.`,
    );
  }
  if (typeof claims.scp !== 'string') {
    throw new EntraError(7000114, `Application '${clientId}' is not allowed to make application on-behalf-of calls.`);
  }
  const user = findUser(String(claims.oid));
  if (!user) throw new EntraError(50034, `The user account does not exist in the ${tenant.displayName} directory.`);
  return user;
}

async function readAssertion(authority: Authority, assertion: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(assertion, authority.keys.keySet, { algorithms: ['RS256'] });
    return payload;
  } catch (error) {
    if (error instanceof errors.JWTExpired) {
      throw new EntraError(
        500133,
        'Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion.',
      );
    }
    if (error instanceof errors.JOSEError) {
      throw new EntraError(50013, `Assertion failed signature validation. [Reason - ${error.message}]`);
    }
    throw error;
  }
}

async function redeemCode({ authority, client, form }: TokenRequest): Promise<TokenResponse> {
  const { clientId } = client.application;
  const code = authority.codes.get(requireParameter(form, 'code'));
  if (!code || code.clientId !== clientId) {
    throw new EntraError(9002313, 'Invalid request. Request is malformed or invalid.');
  }
  if (code.isRedeemed) {
    throw new EntraError(
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    );
  }
  if (code.expiresAt <= Date.now()) throw new EntraError(70008, 'The provided authorization code has expired.');
  const redirectUri = requireParameter(form, 'redirect_uri');
  if (redirectUri !== code.redirectUri) {
    throw new EntraError(
      500112,
      `The reply address '${redirectUri}' does not match the reply address '${code.redirectUri}' provided when requesting Authorization code.`,
    );
  }
  requireVerifier(code, form.get('code_verifier') ?? '');
  code.isRedeemed = true;
  return tokensFor({ authority, client, form }, code.user, code.scope, code.nonce);
}

function requireVerifier({ codeChallenge }: CodeGrant, verifier: string): void {
  if (codeChallenge === undefined) return;
  if (createHash('sha256').update(verifier).digest('base64url') === codeChallenge) return;
  throw new EntraError(
    501481,
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  );
}

async function refresh({ authority, client, form }: TokenRequest): Promise<TokenResponse> {
  const granted = authority.refreshTokens.get(requireParameter(form, 'refresh_token'));
  if (!granted) throw new EntraError(9002313, 'Invalid request. Request is malformed or invalid.');
  if (granted.clientId !== client.application.clientId) {
    throw new EntraError(70000, 'Provided grant is invalid: the refresh token was issued to another client.');
  }
  return tokensFor({ authority, client, form }, granted.user, form.get('scope') ?? granted.scope);
}

async function tokensFor(
  { authority, client, form }: TokenRequest,
  user: User,
  scope: string,
  nonce?: string,
): Promise<TokenResponse> {
  const requested = parseScope(scope);
  const claims = delegatedClaims(authority, client, user, requested);
  const response: TokenResponse = {
    ...(await bearer(authority, claims)),
    // Named by their resource here, as the client asked for them, and bare in the token.
    scope: String(claims.scp)
      .split(' ')
      .map((permission) => `${requested.identifier}/${permission}`)
      .join(' '),
  };
  if (requested.openId.has('openid')) {
    response.id_token = await authority.keys.sign(idTokenClaims(authority, client.application, user, nonce));
  }
  if (requested.openId.has('offline_access')) {
    response.refresh_token = randomBytes(48).toString('base64url');
    authority.refreshTokens.set(response.refresh_token, { clientId: client.application.clientId, user, scope });
  }
  if (form.get('client_info') === '1') {
    response.client_info = Buffer.from(JSON.stringify({ uid: user.id, utid: tenant.id })).toString('base64url');
  }
  return response;
}

async function bearer(authority: Authority, claims: JWTPayload): Promise<TokenResponse> {
  const expiresInSeconds = Math.round(authority.accessTokenLifetimeMs / 1000);
  return {
    token_type: 'Bearer',
    expires_in: expiresInSeconds,
    ext_expires_in: expiresInSeconds,
    access_token: await authority.keys.sign(claims),
  };
}
