import { createHash } from 'node:crypto';
import type { ManagedIdentityCredential, TokenCredential } from '@azure/identity';
import type { Caller } from '../../runtime/caller.ts';
import { Problem } from '../../runtime/problem.ts';
import type { Secret } from '../../runtime/secret.ts';
import { rememberToken } from './rememberToken.ts';
import { tokenFault } from './tokenFault.ts';

export interface CredentialsOptions {
  /** Such as `https://login.microsoftonline.com`. */
  readonly authorityHost: string;
  readonly tenantId: string;
  /** The app registration that acts for people, and for the app itself where there is no managed identity. */
  readonly clientId: string;
  /** How the registration proves itself; `federated`: it trusts the tokens of a managed identity. */
  readonly credential:
    | { readonly kind: 'secret'; readonly secret: Secret }
    | { readonly kind: 'federated'; readonly managedIdentityClientId: string };
  /** Given where the platform offers one (`IDENTITY_ENDPOINT`); the client id names a user-assigned one. */
  readonly managedIdentity?: { readonly clientId?: string };
  /** How many callers' tokens are kept at once. */
  readonly mostCallers?: number;
  readonly now?: () => number;
}

/** Whoever asks gets tokens from here; a refusal is a `Problem`, an authority that is away an `UpstreamError`. */
export interface Credentials {
  /** The app's own identity. */
  readonly appCredential: TokenCredential;
  /** The caller's identity, for the caller's own rights. */
  onBehalfOf(caller: Caller): TokenCredential;
}

// Graph calls have a time budget of their own; the library's default of three retries would outlast it.
const retryOptions = { maxRetries: 1, retryDelayInMs: 500, maxRetryDelayInMs: 2_000 };

/** The audience under which Entra ID takes a managed identity's token as an app's proof. */
const exchangeScope = 'api://AzureADTokenExchange/.default';

/** Makes the credentials of the app and of its callers; `@azure/identity` is loaded with the first token. */
export function createCredentials(options: CredentialsOptions): Credentials {
  const {
    authorityHost,
    tenantId,
    clientId,
    credential,
    managedIdentity,
    mostCallers = 1_000,
    now = Date.now,
  } = options;
  // The administrator names the authority; asking Microsoft's own whether it exists would fail for a private one.
  const authority = { authorityHost, disableInstanceDiscovery: true, retryOptions };

  const loadApp = async (): Promise<TokenCredential> => {
    if (managedIdentity) return await loadManagedIdentity(managedIdentity);
    if (credential.kind === 'federated') {
      throw new Problem('NotConfigured', 'Give the app a managed identity, or set GRAPH_CLIENT_SECRET.');
    }
    const { ClientSecretCredential } = await import('@azure/identity');
    return new ClientSecretCredential(tenantId, clientId, credential.secret.reveal(), authority);
  };

  const loadOnBehalfOf = async (caller: Caller): Promise<TokenCredential> => {
    const { OnBehalfOfCredential } = await import('@azure/identity');
    const common = { ...authority, tenantId, clientId, userAssertionToken: caller.token.reveal() };
    if (credential.kind === 'secret') {
      return new OnBehalfOfCredential({ ...common, clientSecret: credential.secret.reveal() });
    }
    const identity = await loadManagedIdentity({ clientId: credential.managedIdentityClientId });
    const getAssertion = async () => (await identity.getToken(exchangeScope)).token;
    return new OnBehalfOfCredential({ ...common, getAssertion });
  };

  const callers = new Map<string, { readonly credential: TokenCredential; readonly expiresAtMs: number }>();
  const dropExpired = (): void => {
    for (const [key, { expiresAtMs }] of callers) if (expiresAtMs < now()) callers.delete(key);
  };

  return {
    appCredential: lazyCredential(loadApp),
    onBehalfOf(caller) {
      const key = callerKey(caller);
      const known = callers.get(key);
      if (known === undefined) dropExpired();
      const found = known ?? {
        credential: rememberToken(lazyCredential(() => loadOnBehalfOf(caller))),
        expiresAtMs: caller.expiresAtMs ?? Number.POSITIVE_INFINITY,
      };
      // A Map keeps the order of insertion: taking out and putting back makes the first key the least recently used.
      callers.delete(key);
      callers.set(key, found);
      const [oldest] = callers.keys();
      if (callers.size > mostCallers && oldest !== undefined) callers.delete(oldest);
      return found.credential;
    },
  };
}

function lazyCredential(load: () => Promise<TokenCredential>): TokenCredential {
  let loading: Promise<TokenCredential> | undefined;
  return {
    async getToken(scopes, tokenOptions) {
      try {
        loading ??= load();
        return await (await loading).getToken(scopes, tokenOptions);
      } catch (error) {
        throw error instanceof Problem ? error : tokenFault(error);
      }
    },
  };
}

const callerKey = ({ tenantId, objectId, token }: Caller): string =>
  [tenantId, objectId, createHash('sha256').update(token.reveal()).digest('base64url')].join('/');

async function loadManagedIdentity(named: { readonly clientId?: string }): Promise<ManagedIdentityCredential> {
  const { ManagedIdentityCredential } = await import('@azure/identity');
  return new ManagedIdentityCredential({ ...named, retryOptions });
}
