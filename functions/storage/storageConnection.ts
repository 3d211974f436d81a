import type { TokenCredential } from '@azure/identity';
import type { Secret } from '../runtime/secret.ts';

/** The app's own storage account: by connection string, or by address and identity. */
export type StorageConnection =
  | { readonly connectionString: Secret }
  | {
      readonly tableEndpoint: string;
      readonly queueEndpoint: string;
      readonly credential: () => Promise<TokenCredential>;
    };

/** Waits are short, since whoever waits for us waits too; the work itself is taken up again by the sweep. */
export const storageRetry = { maxRetries: 3, retryDelayInMs: 200, maxRetryDelayInMs: 2_000 } as const;

/** For one request until its whole answer is there; the SDKs would wait without end. The largest commit has 4 MiB. */
export const storageDeadlineMs = 15_000;

export interface OpenOptions {
  readonly deadlineMs?: number;
}
