import { jwtVerify } from 'jose';
import type { Application } from '../contoso/applications.ts';
import { microsoftResources } from '../contoso/microsoftResources.ts';
import type { AuthenticatedClient } from './accessToken.ts';
import { type Authority, issuerOf, requireApplication, requireParameter } from './authority.ts';
import { EntraError } from './entraError.ts';

/** Finds out which client calls the token endpoint and how it proves itself: secret, managed identity, or PKCE alone. */
export async function authenticateClient(
  authority: Authority,
  form: URLSearchParams,
  authorizationHeader: string | undefined,
): Promise<AuthenticatedClient> {
  const basic = basicCredentials(authorizationHeader);
  const application = requireApplication(basic?.clientId ?? requireParameter(form, 'client_id'));
  const secret = basic?.secret ?? form.get('client_secret') ?? undefined;
  const assertion = form.get('client_assertion') ?? undefined;
  const isPublic = application.clientSecret === undefined;
  if (isPublic && (secret !== undefined || assertion !== undefined)) {
    throw new EntraError(
      700025,
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    );
  }
  if (assertion !== undefined) {
    await verifyFederatedIdentity(authority, application, assertion);
    return { application, proof: 'assertion' };
  }
  if (isPublic) return { application, proof: 'none' };
  if (secret === undefined) throw missingProof();
  if (secret !== application.clientSecret) {
    throw new EntraError(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${application.clientId}'.`,
    );
  }
  return { application, proof: 'secret' };
}

/** The refusal of a grant that a public client may not use. */
export function missingProof(): EntraError {
  return new EntraError(
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );
}

function basicCredentials(header: string | undefined): { clientId: string; secret: string } | undefined {
  const encoded = /^Basic (.+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [clientId = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  try {
    return { clientId: decodeURIComponent(clientId), secret: decodeURIComponent(secret.join(':')) };
  } catch {
    throw new EntraError(90023, 'Invalid request: the Authorization header is not percent-encoded.');
  }
}

async function verifyFederatedIdentity(authority: Authority, application: Application, assertion: string) {
  try {
    const { payload } = await jwtVerify(assertion, authority.keys.keySet, {
      issuer: issuerOf(authority),
      audience: microsoftResources.tokenExchange.appId,
    });
    if (payload.sub !== undefined && application.federatedIdentities.includes(payload.sub)) return;
  } catch {
    // Whatever is wrong with the assertion, it matches no identity, and Entra says no more than that.
  }
  throw new EntraError(
    700213,
    `No matching federated identity record found for presented assertion. Application '${application.clientId}' trusts the managed identities listed in its federated credentials only.`,
  );
}
