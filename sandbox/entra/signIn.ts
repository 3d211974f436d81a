import { createHash, randomBytes } from 'node:crypto';
import { tenant } from '../contoso/tenant.ts';

export interface SignInOptions {
  /** The authority's origin. */
  authority: string;
  /** The user principal name of who signs in. */
  user: string;
  clientId: string;
  redirectUri: string;
  /** Of the API, as in `api://{client id}/access_as_user`; a refresh token is asked for beside it. */
  scope: string;
  /** For a process that does not trust the sandbox's certificates by itself. */
  fetch?: typeof fetch;
}

export interface SignedIn {
  /** A token that is good for a minute or more; refreshed when it is not. */
  accessToken(): Promise<string>;
}

interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

const refreshBeforeExpiryMs = 60 * 1000;

/** Signs a person in as the connector platform does: authorization code with PKCE, then refresh tokens. */
export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const scope = `${options.scope} offline_access`;
  const verifier = randomBytes(32).toString('base64url');
  const code = await authorizationCode(options, scope, verifier);
  const { clientId, redirectUri } = options;
  let tokens = await redeem(options, {
    grant_type: 'authorization_code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
  let refreshing: Promise<void> | undefined;
  const refresh = async () => {
    const form = { grant_type: 'refresh_token', client_id: clientId, refresh_token: tokens.refreshToken, scope };
    tokens = await redeem(options, form);
  };
  return {
    async accessToken() {
      if (Date.now() >= tokens.expiresAt - refreshBeforeExpiryMs) {
        // Callers who come at once share one refresh; a failed one is tried anew by the next caller.
        refreshing ??= refresh().finally(() => {
          refreshing = undefined;
        });
        await refreshing;
      }
      return tokens.accessToken;
    },
  };
}

async function authorizationCode(options: SignInOptions, scope: string, verifier: string): Promise<string> {
  const { authority, user, clientId, redirectUri, fetch: send = fetch } = options;
  const state = randomBytes(16).toString('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    login_hint: user,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const response = await send(`${authority}/${tenant.id}/oauth2/v2.0/authorize?${query}`, { redirect: 'manual' });
  const location = response.headers.get('location');
  if (location === null) throw new Error(`Sign-in of ${user} was refused: ${await response.text()}`);
  const answer = new URL(location).searchParams;
  const code = answer.get('code');
  if (code === null) throw new Error(`Sign-in of ${user} was refused: ${answer.get('error_description')}`);
  if (answer.get('state') !== state) throw new Error('The authority answered another sign-in: state differs.');
  return code;
}

async function redeem(options: SignInOptions, form: Record<string, string>): Promise<Tokens> {
  const { authority, fetch: send = fetch } = options;
  const response = await send(`${authority}/${tenant.id}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const answer: unknown = await response.json();
  if (!isTokenAnswer(answer)) throw new Error(`The authority gave no tokens: ${JSON.stringify(answer)}`);
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresAt: Date.now() + answer.expires_in * 1000,
  };
}

function isTokenAnswer(value: unknown): value is { access_token: string; refresh_token: string; expires_in: number } {
  return typeof value === 'object' && value !== null && 'access_token' in value && 'refresh_token' in value;
}
