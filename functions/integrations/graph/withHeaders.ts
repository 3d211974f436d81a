import type { Send } from './createAttempt.ts';

/** Adds the headers that every request carries, whichever page of a list it asks for. */
export const withHeaders =
  (next: Send, correlationId: () => string): Send =>
  (request) =>
    next({
      ...request,
      headers: {
        accept: 'application/json',
        ...request.headers,
        // Without it, enumeration members newer than the metadata's sentinel arrive as `unknownFutureValue`.
        prefer: 'include-unknown-enum-members',
        'client-request-id': correlationId(),
      },
    });
