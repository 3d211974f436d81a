const codes = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether a failed fetch never got a connection, so that nothing of the request was sent. */
export const neverConnected = (error: unknown): boolean =>
  error instanceof Error && (codes.has(String(Reflect.get(error, 'code'))) || neverConnected(error.cause));
