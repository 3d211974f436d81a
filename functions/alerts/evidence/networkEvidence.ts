import { number, object, piece, pieces, type Shape, text, texts, word } from '../../integrations/vendorJson/readers.ts';
import { stream } from './identityEvidence.ts';

/** Addresses and connections. */
export const networkEvidence = {
  url: { url: text('url') },
  ip: {
    address: text('ipAddress'),
    country: text('countryLetterCode'),
    location: object('location', {
      city: text('city'),
      state: text('state'),
      country: text('countryName'),
      latitude: number('latitude'),
      longitude: number('longitude'),
    }),
    stream: object('stream', stream),
  },
  dns: {
    domain: text('domainName'),
    server: piece('dnsServerIp', 'ip'),
    host: piece('hostIpAddress', 'ip'),
    addresses: pieces('ipAddresses', 'ip'),
  },
  nic: { ipAddress: piece('ipAddress', 'ip'), macAddress: text('macAddress'), vlans: texts('vlans') },
  networkConnection: {
    source: piece('sourceAddress', 'ip'),
    sourcePort: number('sourcePort'),
    destination: piece('destinationAddress', 'ip'),
    destinationPort: number('destinationPort'),
    protocol: word('protocol'),
  },
  activeDirectoryDomain: {
    domain: text('activeDirectoryDomainName'),
    trustedDomains: pieces('trustedDomains', 'activeDirectoryDomain'),
  },
} as const satisfies Record<string, Shape>;
