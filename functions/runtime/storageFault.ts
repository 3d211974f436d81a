import { UpstreamError } from './upstreamError.ts';

// Codes of Node's sockets and of the Azure SDK when a request got no answer.
const unanswered = new Set([
  'REQUEST_SEND_ERROR',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/**
 * The outage that an error of the Azure storage SDKs stands for; undefined for every other error. Known by its name,
 * not its class, so that the SDKs are not loaded before they are used.
 */
export function storageFault(error: unknown): UpstreamError | undefined {
  if (!(error instanceof Error) || error.name !== 'RestError') return undefined;
  const code = 'code' in error ? String(error.code) : '';
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : undefined;
  const away = status === undefined ? unanswered.has(code) : status >= 500 || status === 429 || status === 408;
  if (!away) return undefined;
  return new UpstreamError({ service: 'Azure Storage', kind: 'away', detail: 'it cannot be reached.', cause: error });
}
