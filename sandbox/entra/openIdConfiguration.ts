import { tenant } from '../contoso/tenant.ts';
import { type Authority, issuerOf } from './authority.ts';

/** The OpenID Connect metadata of a tenant, as its name is written in the request. */
export function openIdConfiguration(authority: Authority, tenantName: string) {
  const base = `${authority.origin}/${tenantName}`;
  // Entra's own placeholder: who signs in through these has an issuer of their tenant.
  const isShared = ['common', 'organizations'].includes(tenantName);
  return {
    issuer: isShared ? `${authority.origin}/{tenantid}/v2.0` : issuerOf(authority),
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'nonce', 'preferred_username', 'name', 'tid', 'ver'],
    tenant_region_scope: 'EU',
  };
}

/** What MSAL asks of an authority that it does not know: the hosts that stand for one cloud. */
export function instanceDiscovery(authority: Authority) {
  const { host } = new URL(authority.origin);
  return {
    tenant_discovery_endpoint: `${authority.origin}/${tenant.id}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
