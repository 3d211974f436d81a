import { createCredentials } from '../../../functions/integrations/entra/credentials.ts';
import { keyVaultKey } from '../../../functions/integrations/keyVault/keyVaultKey.ts';
import { Secret } from '../../../functions/runtime/secret.ts';
import { api } from '../../../sandbox/contoso/applications.ts';
import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { startEntra } from '../../../sandbox/entra/startEntra.ts';
import { type KeyVault, startKeyVault } from '../../../sandbox/keyVault/startKeyVault.ts';
import { trustAuthority } from '../../../sandbox/trustAuthority.ts';
import { certificatesForTest } from '../../certificatesForTest.ts';

/** A vault and the authority whose tokens it takes, trusted by this process. */
export interface TestVault extends KeyVault {
  /** The key as the app opens it, with its own identity. */
  open(keyId?: string, vault?: 'azure' | 'loopback'): ReturnType<typeof keyVaultKey>;
}

export async function startTestVault(): Promise<TestVault> {
  const { caPem, keyPem: key, certificatePem: cert } = await certificatesForTest();
  trustAuthority(caPem);
  const tls = { key, cert };
  const entra = await startEntra({ tls });
  const vault = await startKeyVault({
    tls,
    authorityOrigin: entra.origin,
    keySet: entra.keySet,
    allowed: [api.objectId],
  });
  const { appCredential } = createCredentials({
    authorityHost: entra.origin,
    tenantId: tenant.id,
    clientId: api.clientId,
    credential: { kind: 'secret', secret: new Secret(api.clientSecret) },
  });
  return {
    ...vault,
    open: (keyId = vault.keyId, kind = 'loopback') => keyVaultKey({ keyId, credential: appCredential, vault: kind }),
    async close() {
      await Promise.all([vault.close(), entra.close()]);
    },
  };
}
