import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { UpstreamError } from './upstreamError.ts';

// Microsoft's advice for its signing keys: look for changes every 24 hours, and at once when a key is unknown.
// https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
const cacheMaxAgeMs = 24 * 60 * 60 * 1000;
// Longer than an authority is away, and not for ever: a key that has leaked is withdrawn by no other means.
const keptWhileAwayMs = 3 * 24 * 60 * 60 * 1000;
// Between two fetches, so that tokens with made-up key ids cannot turn us into a flood at the authority.
const cooldownMs = 30_000;
const cooldownAfterFailureMs = 2_000;
const timeoutMs = 5_000;

/**
 * The signing keys of an Entra ID tenant, for up to three days also while it is away; an `UpstreamError` when they are
 * needed and cannot be had.
 */
export function authorityKeys(authority: string): JWTVerifyGetKey {
  let failedAt = Number.NEGATIVE_INFINITY;
  let currentAtMs = Number.NEGATIVE_INFINITY;
  const keys = createRemoteJWKSet(new URL(`${authority}/discovery/v2.0/keys`), {
    cacheMaxAge: cacheMaxAgeMs,
    cooldownDuration: cooldownMs,
    timeoutDuration: timeoutMs,
    // jose's own cooldown starts with a fetch that succeeded; this one covers an authority that is away.
    [customFetch]: async (url, options) => {
      if (performance.now() - failedAt < cooldownAfterFailureMs) throw new Error('The last fetch has just failed.');
      try {
        const response = await fetch(url, options);
        if (response.status !== 200) throw new Error(`The key set was answered with status ${response.status}.`);
        return response;
      } catch (error) {
        failedAt = performance.now();
        throw error;
      }
    },
  });

  return async (header, token) => {
    try {
      const key = await keys(header, token);
      currentAtMs = Date.now();
      return key;
    } catch (error) {
      if (isAboutTheToken(error)) throw error;
      const known = Date.now() - currentAtMs > keptWhileAwayMs ? undefined : keys.jwks();
      try {
        if (known !== undefined) return await createLocalJWKSet(known)(header, token);
      } catch (unusable) {
        // The key may be one that the authority has made since.
        if (!isAboutTheToken(unusable)) throw unusable;
      }
      throw new UpstreamError({
        service: 'Microsoft Entra ID',
        kind: 'away',
        detail: 'its signing keys cannot be fetched, so no token can be verified.',
        cause: error,
      });
    }
  };
}

const isAboutTheToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;
