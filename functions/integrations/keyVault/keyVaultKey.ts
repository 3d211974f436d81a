import type { TokenCredential } from '@azure/identity';
import { UpstreamError } from '../../runtime/upstreamError.ts';

/** A key that never leaves its vault; it wraps other keys. */
export interface WrappingKey {
  /** The id of the version that wraps now. */
  current(): Promise<string>;
  /** Wraps with the version that is current; `by` is its id. */
  wrap(bytes: Buffer): Promise<{ readonly wrapped: Buffer; readonly by: string }>;
  unwrap(wrapped: Buffer, by: string): Promise<Buffer>;
}

interface KeyVaultKeyOptions {
  /** `https://{vault}.vault.azure.net/keys/{name}`; a version at its end pins it to that version. */
  readonly keyId: string;
  readonly credential: TokenCredential;
  /** `loopback`: the vault is a simulation on this machine, and named by no vault domain. */
  readonly vault: 'azure' | 'loopback';
}

const algorithm = 'RSA-OAEP-256';
const retryOptions = { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 4_000 };

/**
 * An RSA key in Azure Key Vault or a managed HSM. Its identity needs the role Key Vault Crypto User on the key, or the
 * permissions get, wrapKey and unwrapKey.
 *
 * @see https://learn.microsoft.com/azure/key-vault/keys/about-keys-details
 */
export const keyVaultKey = ({ keyId, credential, vault }: KeyVaultKeyOptions): WrappingKey => {
  const { origin, pathname } = new URL(keyId);
  const [, , name = '', version] = pathname.split('/');
  const options = { retryOptions, disableChallengeResourceVerification: vault === 'loopback' };

  const run = async <T>(work: (vault: typeof import('@azure/keyvault-keys')) => Promise<T>): Promise<T> => {
    try {
      return await work(await import('@azure/keyvault-keys'));
    } catch (error) {
      throw isRestError(error) ? keyVaultFault(error) : error;
    }
  };

  const read = () =>
    run(async ({ KeyClient }) =>
      new KeyClient(origin, credential, options).getKey(name, version === undefined ? {} : { version }),
    );

  return {
    current: async () => idOf(await read()),
    async wrap(bytes) {
      const key = await read();
      const { result } = await run(async ({ CryptographyClient }) =>
        new CryptographyClient(key, credential, options).wrapKey(algorithm, bytes),
      );
      return { wrapped: Buffer.from(result), by: idOf(key) };
    },
    async unwrap(wrapped, by) {
      // What storage says must not send our token to another address.
      if (!by.toLowerCase().startsWith(`${origin}/keys/${name}/`.toLowerCase()))
        throw new Error('A data key names a wrapping key that is not ours.');
      const { result } = await run(async ({ CryptographyClient }) =>
        new CryptographyClient(by, credential, options).unwrapKey(algorithm, wrapped),
      );
      return Buffer.from(result);
    },
  };
};

// Ids are to be compared without regard to case, and the service may write them otherwise than the setting does.
// https://learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#object-identifiers
const idOf = ({ id }: { readonly id?: string }): string => {
  if (id === undefined) throw new Error('Azure Key Vault answered a key without an id.');
  return id.toLowerCase();
};

interface RestFault {
  readonly statusCode?: number;
  readonly code?: string;
}

const isRestError = (error: unknown): error is Error & RestFault =>
  error instanceof Error && error.name === 'RestError';

const keyVaultFault = (cause: Error & RestFault): UpstreamError => {
  const { statusCode, code = '' } = cause;
  const fault = (kind: 'throttled' | 'fault' | 'away', detail: string) =>
    new UpstreamError({ service: 'Azure Key Vault', kind, detail, cause });
  if (statusCode === undefined) return fault('away', `cannot be reached (${code || 'no answer'})`);
  if (statusCode === 429) return fault('throttled', 'asks us to wait');
  if (statusCode >= 500) return fault('away', `answered ${statusCode}`);
  return fault(
    'fault',
    `refused (${statusCode} ${code}). An administrator must check ENCRYPTION_KEY_VAULT_KEY_ID, that the key is enabled, and that the app's identity has the role Key Vault Crypto User on it.`,
  );
};
