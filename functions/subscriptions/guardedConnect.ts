import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isLoopbackHost } from '../runtime/loopbackHost.ts';
import { isPublicAddress } from './publicAddress.ts';

/** The address behind a callback's host is not one that we connect to. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/** Finds all addresses of a name, as `dns.lookup` does. */
export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const guardedLookup =
  (resolve: Resolve): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused) return callback(new AddressRefused(`${hostname} resolves to an address that is not public.`), []);
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };

interface GuardOptions {
  readonly allowsLoopback: boolean;
  readonly timeoutMs: number;
  readonly resolve?: Resolve;
}

/**
 * Connects to public addresses only. The check is made on the host itself where it is an address, on what a name
 * resolves to at the moment of connecting, and once more on the connected socket.
 */
export const guardedConnect = ({
  allowsLoopback,
  timeoutMs,
  resolve = lookup,
}: GuardOptions): buildConnector.connector => {
  const plain = buildConnector({ timeout: timeoutMs });
  const guarded = buildConnector({ timeout: timeoutMs, lookup: guardedLookup(resolve) });
  return (options, callback) => {
    const { hostname } = options;
    if (allowsLoopback && isLoopbackHost(hostname)) return plain(options, callback);
    // An address that is no name is never looked up.
    if (isIP(hostname) && !isPublicAddress(hostname))
      return callback(new AddressRefused(`${hostname} is not a public address.`), null);
    guarded(options, (error, socket) => {
      if (error) return callback(error, null);
      if (isPublicAddress(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(new AddressRefused(`${hostname} is not at a public address.`), null);
    });
  };
};
