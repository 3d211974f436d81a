import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, exportJWK, type JWK, SignJWT } from 'jose';
import { users } from '../../sandbox/contoso/users.ts';
import type { BackEnd } from '../backEnd.ts';

export type Members = Readonly<Record<string, unknown>>;

/** What a forger of tokens has at hand: a good token, the published key, and a key of their own. */
export interface Forge {
  /** An administrator's, so that whatever refuses a token made from it refuses what was changed in it. */
  readonly good: string;
  readonly claims: Members;
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly publicPem: string;
  readonly ownKey: KeyObject;
  readonly ownJwk: JWK;
  /** Signed by the authority itself, with other claims and header members in place of the good ones. */
  mint(claims: Members, header?: Members): Promise<string>;
  /** The good claims under the forger's own RSA key. */
  signed(header: Members): Promise<string>;
}

/** Sets up a forger within the simulated tenant. */
export async function createForge({ tokenOf, entra }: Pick<BackEnd, 'tokenOf' | 'entra'>): Promise<Forge> {
  const good = await tokenOf(users.megan, { roles: ['Purview.Administrator'] });
  const claims = decodeJwt(good);
  const { alg = 'RS256', kid = '' } = decodeProtectedHeader(good);
  const published = await entra.keySet({ alg, kid }, { payload: '', signature: '' });
  if (!(published instanceof CryptoKey)) throw new Error('The authority publishes no key for its own token.');
  const publicJwk = await exportJWK(published);
  const { privateKey: ownKey, publicKey: ownPublicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    good,
    claims,
    kid,
    publicJwk,
    publicPem: createPublicKey({ key: { ...publicJwk }, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString(),
    ownKey,
    ownJwk: await exportJWK(ownPublicKey),
    mint: (changed, header) => entra.mint({ ...claims, ...changed }, header),
    signed: (header) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, ...header }).sign(ownKey),
  };
}
