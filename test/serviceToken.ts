import type { JWTPayload } from 'jose';
import { tenant } from '../sandbox/contoso/tenant.ts';
import type { SigningKeys } from '../sandbox/entra/signingKeys.ts';

/** Signs a token for one of Microsoft's services, which ends in ten minutes. */
export const serviceToken = (keys: SigningKeys, audience: string, claims: JWTPayload): Promise<string> =>
  keys.sign({
    iss: `https://sts.windows.net/${tenant.id}/`,
    aud: audience,
    exp: Math.floor(Date.now() / 1_000) + 600,
    ...claims,
  });
