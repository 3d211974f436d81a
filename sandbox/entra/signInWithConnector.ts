import { api, connector } from '../contoso/applications.ts';
import { type SignedIn, signIn } from './signIn.ts';

/** Signs a person of Contoso in to our API, as a connection of the connector does. */
export const signInWithConnector = (authority: string, userPrincipalName: string): Promise<SignedIn> =>
  signIn({
    authority,
    user: userPrincipalName,
    clientId: connector.clientId,
    redirectUri: connector.redirectUris[0] ?? '',
    scope: `${api.appIdUri}/access_as_user`,
  });
