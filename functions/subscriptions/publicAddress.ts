import ipaddr from 'ipaddr.js';

// Azure's platform address answers from inside every virtual network.
const platform = new Set(['168.63.129.16']);
// All that has been given out: https://www.iana.org/assignments/ipv6-address-space
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address belongs to a host on the public internet: no private, loopback, link-local, carrier-grade,
 * documentation, multicast or reserved range, and none of the IPv6 forms that carry an IPv4 address inside.
 */
export const isPublicAddress = (text: string): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.parse(text);
  if (platform.has(address.toString())) return false;
  if (address instanceof ipaddr.IPv6 && !address.match(globalUnicast)) return false;
  return address.range() === 'unicast';
};
