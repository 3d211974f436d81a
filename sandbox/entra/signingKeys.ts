import { randomUUID } from 'node:crypto';
import {
  type CryptoKey,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';

interface SigningKey {
  privateKey: CryptoKey;
  publicJwk: JWK & { kid: string };
}

export interface SigningKeys {
  sign(claims: JWTPayload, header?: Partial<JWTHeaderParameters>): Promise<string>;
  /** Finds the published key of a token. */
  keySet: JWTVerifyGetKey;
  published(): JSONWebKeySet;
  /** Signs with a new key from now on; the key before it stays published until the next rotation. */
  rotate(): Promise<void>;
}

// The authorities of one process begin with one key: to find its primes takes longer than to start all the rest.
let firstKey: Promise<SigningKey> | undefined;

/** The authority's RSA keys: one that signs, and those that are published. */
export async function createSigningKeys(): Promise<SigningKeys> {
  firstKey ??= generateKey();
  let current = await firstKey;
  let previous: SigningKey | undefined;
  const published = () => ({ keys: [current, ...(previous ? [previous] : [])].map(({ publicJwk }) => publicJwk) });
  // Kept, since each set imports its keys anew, which takes longer than to verify a signature.
  let keySet = createLocalJWKSet(published());
  return {
    sign: (claims, header) =>
      new SignJWT(claims)
        .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: current.publicJwk.kid, ...header })
        .sign(current.privateKey),
    keySet: (header, token) => keySet(header, token),
    published,
    async rotate() {
      const next = await generateKey();
      previous = current;
      current = next;
      keySet = createLocalJWKSet(published());
    },
  };
}

async function generateKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const kid = randomUUID().replaceAll('-', '');
  return { privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}
