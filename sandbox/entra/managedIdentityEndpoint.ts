import { managedIdentity } from '../contoso/applications.ts';
import type { Listener } from '../serve.ts';
import { applicationClaims } from './accessToken.ts';
import type { Authority } from './authority.ts';
import { EntraError } from './entraError.ts';
import { requireResource } from './scope.ts';

export const managedIdentityPath = '/msi/token';

/**
 * App Service's local token endpoint, for the system-assigned identity.
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export function managedIdentityListener(authority: Authority, secretHeader: string): Listener {
  return async (request, response) => {
    const { status, body } = await answer(authority, secretHeader, request.method, request.url ?? '/', request.headers);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };
}

async function answer(
  authority: Authority,
  secretHeader: string,
  method: string | undefined,
  path: string,
  headers: NodeJS.Dict<string | string[]>,
): Promise<{ status: number; body: object }> {
  const url = new URL(path, 'http://localhost');
  if (url.pathname !== managedIdentityPath) return refusal(404, 'Not found.');
  if (method !== 'GET') return refusal(405, 'Only GET is allowed.');
  const header = headers['x-identity-header'];
  if (header === undefined) return refusal(400, 'The X-IDENTITY-HEADER header is missing.');
  if (header !== secretHeader) return refusal(401, 'The X-IDENTITY-HEADER header is not the value of IDENTITY_HEADER.');
  if (url.searchParams.get('api-version') !== '2019-08-01') {
    return refusal(400, "The api-version is not supported: send '2019-08-01'.");
  }
  const identifier = url.searchParams.get('resource');
  if (!identifier) return refusal(400, "The query parameter 'resource' is missing.");
  const clientId = url.searchParams.get('client_id');
  if (clientId !== null && clientId !== managedIdentity.clientId) {
    return refusal(400, 'No managed identity was found for the specified client id.');
  }
  try {
    const client = { application: managedIdentity, proof: 'assertion' } as const;
    const claims = applicationClaims(authority, client, requireResource(identifier), identifier);
    return {
      status: 200,
      body: {
        access_token: await authority.keys.sign(claims),
        expires_on: String(claims.exp),
        resource: identifier,
        token_type: 'Bearer',
        client_id: managedIdentity.clientId,
      },
    };
  } catch (error) {
    if (error instanceof EntraError) return refusal(400, error.description);
    throw error;
  }
}

function refusal(statusCode: number, message: string) {
  return { status: statusCode, body: { statusCode, message } };
}
