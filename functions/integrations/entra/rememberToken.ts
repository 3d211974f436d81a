import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/identity';

const renewBeforeExpiryMs = 5 * 60 * 1_000;

/**
 * The same credential, asked anew only when its token for a scope is about to expire. MSAL finds a token that it got
 * on behalf of somebody only under the very scopes that the authority wrote into its answer, which `.default` need
 * not be among.
 */
export function rememberToken(credential: TokenCredential, now: () => number = Date.now): TokenCredential {
  const tokens = new Map<string, AccessToken>();
  return {
    async getToken(scopes: string | string[], options?: GetTokenOptions) {
      const key = [scopes].flat().join(' ');
      const known = tokens.get(key);
      // Claims come with a challenge: the token at hand was not enough.
      const isGood = options?.claims === undefined && known && known.expiresOnTimestamp - now() > renewBeforeExpiryMs;
      if (isGood) return known;
      const token = await credential.getToken(scopes, options);
      if (token) tokens.set(key, token);
      return token;
    },
  };
}
