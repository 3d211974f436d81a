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

/** What callers are told of a failed request; the fault itself where it is our own bad request, and so a bug. */
export const storageError = (fault: Error & StorageFault): Error => {
  const { statusCode } = fault;
  if (statusCode === undefined) return upstream(fault, 'away', `cannot be reached (${fault.code ?? 'no answer'})`);
  const answered = `${statusCode} ${faultCode(fault)}`.trim();
  if (statusCode === 401 || statusCode === 403)
    return upstream(
      fault,
      'away',
      `refuses the app (${answered}). An administrator must check the connection string, or the roles of the app's identity on the storage account.`,
    );
  if (statusCode < 500 && statusCode !== 429 && statusCode !== 408) return fault;
  return upstream(fault, statusCode === 429 ? 'throttled' : 'away', `answered ${answered}`);
};

const upstream = (cause: Error, kind: 'away' | 'throttled', detail: string): UpstreamError =>
  new UpstreamError({ service: 'Azure Storage', kind, detail, cause });
