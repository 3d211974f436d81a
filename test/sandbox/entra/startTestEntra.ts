import { tenant } from '../../../sandbox/contoso/tenant.ts';
import { type Entra, startEntra } from '../../../sandbox/entra/startEntra.ts';
import { trustAuthority } from '../../../sandbox/trustAuthority.ts';
import { certificatesForTest } from '../../certificatesForTest.ts';

export interface TestEntra extends Entra {
  caFile: string;
  /** Posts a form to the token endpoint; the answer's body is checked by the caller. */
  postToken(
    form: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
}

/** A running authority that this process trusts. */
export async function startTestEntra(): Promise<TestEntra> {
  const { caFile, caPem, keyPem, certificatePem } = await certificatesForTest();
  trustAuthority(caPem);
  const entra = await startEntra({ tls: { key: keyPem, cert: certificatePem } });
  return {
    ...entra,
    caFile,
    async postToken(form, headers = {}) {
      const response = await fetch(`${entra.origin}/${tenant.id}/oauth2/v2.0/token`, {
        method: 'POST',
        headers,
        body: new URLSearchParams(form),
      });
      return { status: response.status, body: Object(await response.json()) };
    },
  };
}
