import type { TokenCredential } from '@azure/identity';
import { Problem } from '../../runtime/problem.ts';
import { UpstreamError } from '../../runtime/upstreamError.ts';

/** The permissions that an identity's token holds; or why nobody can tell, for now. */
export type HeldPermissions =
  | { readonly permissions: ReadonlySet<string>; readonly detail?: string }
  | { readonly unknown: string };

/**
 * Reads the permissions out of the token that an identity gets for a resource: delegated ones from `scp`, application
 * ones from `roles`. Without consent there is no token, and so no permission.
 */
export async function heldPermissions(credential: TokenCredential, scope: string): Promise<HeldPermissions> {
  const { decodeJwt, errors } = await import('jose');
  try {
    const token = await credential.getToken(scope);
    if (!token) return { unknown: 'Microsoft Entra ID gave no token.' };
    const { scp, roles } = decodeJwt(token.token);
    const names = typeof scp === 'string' ? scp.split(' ') : Array.isArray(roles) ? roles.map(String) : [];
    return { permissions: new Set(names) };
  } catch (error) {
    if (error instanceof Problem && error.code === 'UpstreamRefused') {
      return { permissions: new Set(), detail: error.message };
    }
    if (error instanceof Problem || error instanceof UpstreamError) return { unknown: error.message };
    if (error instanceof errors.JOSEError) return { unknown: 'The token is in a form that cannot be read.' };
    throw error;
  }
}

/** Whether a permission is held, itself or within the one that writes as well. */
export const covers = (held: ReadonlySet<string>, permission: string): boolean =>
  held.has(permission) || held.has(permission.replace(/\.Read(\.|$)/, '.ReadWrite$1'));
