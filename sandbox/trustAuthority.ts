import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/** Makes this process trust a certificate authority, as NODE_EXTRA_CA_CERTS would have done at its start. */
export function trustAuthority(caPem: string): void {
  setDefaultCACertificates([...getCACertificates('default'), caPem]);
}
