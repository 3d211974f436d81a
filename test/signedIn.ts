import type { BackEnd } from './backEnd.ts';

type Tokens = Pick<BackEnd, 'tokenOf' | 'appToken'>;

const known = new WeakMap<BackEnd, Tokens>();

/**
 * The tokens of a back end, each signed once: to sign one takes longer than to refuse it, and the back end exchanges
 * each for one of Graph's anew.
 */
export function signedIn(backEnd: BackEnd): Tokens {
  const tokens = known.get(backEnd) ?? signingOnce(backEnd);
  known.set(backEnd, tokens);
  return tokens;
}

function signingOnce(backEnd: BackEnd): Tokens {
  const signed = new Map<string, Promise<string>>();
  const once = (who: string, claims: object, sign: () => Promise<string>): Promise<string> => {
    // As entries, since JSON has no claim that is left out.
    const key = JSON.stringify([who, ...Object.entries(claims)]);
    const token = signed.get(key) ?? sign();
    signed.set(key, token);
    return token;
  };
  return {
    tokenOf: (user, claims = {}) => once(user.id, claims, () => backEnd.tokenOf(user, claims)),
    appToken: (claims = {}) => once('the app', claims, () => backEnd.appToken(claims)),
  };
}
