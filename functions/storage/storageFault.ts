import { UpstreamError } from '../runtime/upstreamError.ts';

interface StorageFault {
  readonly statusCode?: number;
  readonly code?: string;
  readonly message: string;
}

/** Whether this is how the storage SDKs report a failed request. */
export const isStorageFault = (error: unknown): error is Error & StorageFault =>
  error instanceof Error && (error.name === 'RestError' || error.name === 'AbortError');

/** The service's own code of the fault; the SDKs put it in different places. */
export const faultCode = (fault: StorageFault & { details?: unknown }): string => {
  const details = fault.details as { odataError?: { code?: string }; errorCode?: string } | undefined;
  return details?.odataError?.code ?? details?.errorCode ?? fault.code ?? '';
};

/** What callers are told when storage did not do its part. */
export const storageError = (error: Error & StorageFault): UpstreamError =>
  new UpstreamError({
    service: 'Azure Storage',
    kind: error.statusCode === 429 ? 'throttled' : 'away',
    detail: error.statusCode
      ? `answered ${error.statusCode} ${faultCode(error)}`
      : `cannot be reached (${error.code ?? 'no answer'})`,
    cause: error,
  });
