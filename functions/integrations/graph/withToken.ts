import type { TokenCredential } from '@azure/identity';
import { UpstreamError } from '../../runtime/upstreamError.ts';
import type { Send } from './createAttempt.ts';

/** Adds the token, for the service's own origin only; unlike the SDK's handler, also over http to this machine. */
export const withToken =
  (next: Send, credential: TokenCredential, { origin, scope }: { origin: string; scope: string }): Send =>
  async (request) => {
    if (new URL(request.url).origin !== origin)
      throw new Error('A request to a foreign host was about to get a token.');
    const token = await credential.getToken(scope);
    if (!token) throw new UpstreamError({ service: 'Microsoft Entra ID', kind: 'fault', detail: 'it gave no token.' });
    return await next({ ...request, headers: { ...request.headers, authorization: `Bearer ${token.token}` } });
  };
